package probity.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import probity.http.Reply;
import probity.http.Request;
import probity.ledger.Checked;
import probity.ledger.Note;
import probity.ledger.statement.ReadStatement;
import probity.policy.life.Person;
import probity.policy.life.Proposal;
import probity.policy.life.Times;

/// Who may read what is not for everybody: enrolled people, by a statement `probity/read/v1` about
/// this path that is at most a minute old, in `authorization: Probity <base64 of the note>`.
public final class Readers {
  private static final Duration OLDEST = Duration.ofMinutes(1);
  private static final String SCHEME = "Probity ";

  private final Bundles bundles;

  public Readers(Bundles bundles) {
    this.bundles = bundles;
  }

  /// Answers by `then` for an enrolled person, and 401 for everybody else.
  public Reply reply(Request request, Function<Person, Reply> then) {
    return person(request)
        .map(then)
        .orElseGet(() ->
            Reply.text(
                401,
                "`authorization: Probity` with a statement `probity/read/v1` about this path was"
                    + " expected, signed within the last minute by an enrolled person"));
  }

  private Optional<Person> person(Request request) {
    String given = request.header("authorization").orElse("");
    if (!given.startsWith(SCHEME)) return Optional.empty();
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(given.substring(SCHEME.length()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (!(Proposal.signed(new String(bytes, StandardCharsets.UTF_8))
            instanceof Checked.Valid<Note>(var note))
        || !(ReadStatement.parse(note.text())
            instanceof Checked.Valid<ReadStatement>(var statement))) {
      return Optional.empty();
    }
    long now = bundles.millis();
    boolean fresh = Math.abs(now - Times.millis(statement.time())) <= OLDEST.toMillis();
    boolean here =
        statement.log().equals(bundles.timeline().log())
            && statement.path().equals(request.target());
    if (!fresh || !here) return Optional.empty();
    return bundles.people().enrolled(now).stream()
        .filter(person -> note.check(List.of(person.key())) instanceof Checked.Valid<Note>)
        .findFirst();
  }
}
