package probity.review;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.statement.GrantStatement;
import probity.policy.life.People;
import probity.policy.life.Person;
import probity.policy.life.Signatures;
import probity.policy.life.Times;

/// What the `grant` entries of `records` say, each checked before it counts: statement, signature,
/// that the person is enrolled still, with the role and a record of competence.
final class GrantEntries {
  static final String KIND = "grant";

  private GrantEntries() {}

  /// Decisions on those `wanted`; the first one on each counts.
  static Map<Item.Key, TicketDesk.Decided> of(
      String log, List<Entry> entries, People people, long millis, Set<Item.Key> wanted) {
    var decided = new HashMap<Item.Key, TicketDesk.Decided>();
    for (Entry entry : entries) {
      if (!entry.kind().equals(KIND)) continue;
      GrantStatement.of(log, entry.body())
          .filter(statement -> wanted.contains(key(statement)))
          .filter(statement -> isSigned(statement, entry, people, millis))
          .ifPresent(
              statement -> decided.putIfAbsent(key(statement), decided(entry.leaf(), statement)));
    }
    return decided;
  }

  static Item.Key key(GrantStatement statement) {
    return new Item.Key(statement.review(), statement.queue());
  }

  static TicketDesk.Decided decided(Hash leaf, GrantStatement statement) {
    var state =
        switch (statement.verdict()) {
          case GRANTED -> Item.State.GRANTED;
          case DENIED -> Item.State.DENIED;
          case LOOKED -> Item.State.LOOKED;
        };
    return new TicketDesk.Decided(
        leaf, state, statement.until().isEmpty() ? 0 : Times.millis(statement.until()));
  }

  private static boolean isSigned(
      GrantStatement statement, Entry entry, People people, long millis) {
    return Signatures.note(statement.text(), entry.body().items("approvals")).stream()
        .flatMap(note -> Signatures.of(note, people, millis).people().stream())
        .anyMatch(person ->
            person.name().equals(entry.body().text("person").orElse(""))
                && mayReview(person, entry.body().text("role").orElse("")));
  }

  /// Whether a person may decide on what waits for a role.
  static boolean mayReview(Person person, String role) {
    return person.roles().contains(role) && !person.competence().isEmpty();
  }

  /// The members of a `grant` entry.
  static Json.Obj body(GrantStatement statement, Item item, Person person, List<String> lines) {
    return Json.object()
        .put("review", statement.review())
        .put("intent", statement.intent())
        .put("request", item.request())
        .put("queue", statement.queue())
        .put("role", item.queue().role())
        .put("verdict", statement.verdict().word())
        .put("finding", statement.finding())
        .put("person", person.name())
        .put("competence", person.competence())
        .put("until", statement.until())
        .put("approvals", lines)
        .put(
            "withheld",
            new Json.Arr(
                List.of(
                    Json.object()
                        .put("digest", statement.reason())
                        .put("field", GrantStatement.REASON)
                        .build())))
        .build();
  }
}
