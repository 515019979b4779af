package probity.verify;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.VerifierKey;
import probity.ledger.statement.PersonStatement;

/// Follows the `key` entries of people in `records`, and tells whose signatures stand under a
/// statement (`docs/life.md`).
final class PeopleCheck {
  private static final Duration FOUNDING = Duration.ofMinutes(10);
  static final String AUTHOR = "author";
  static final String APPROVER = "approver";

  private final Findings findings;
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final List<VerifierKey> keys = new ArrayList<>();
  private String founded = "";

  PeopleCheck(Findings findings) {
    this.findings = findings;
  }

  /// A person as the newest entry says; `until` is empty where there is no end.
  record Person(VerifierKey key, Set<String> roles, String from, String until, boolean active) {
    boolean isEnrolled(String time) {
      return active && from.compareTo(time) <= 0 && (until.isEmpty() || time.compareTo(until) < 0);
    }
  }

  boolean isEmpty() {
    return people.isEmpty();
  }

  void follow(Entry entry, Place place) {
    var read = PersonStatement.of(entry.log(), entry.body());
    if (read.isEmpty()) {
      findings.add(
          Fault.MALFORMED, place, "the members are not those of a statement about a person");
      return;
    }
    var person = read.get();
    var key = PersonStatement.key(person.name(), person.key()).orThrow();
    var lines = entry.body().items("approvals");
    if (lines.isEmpty()) {
      checkFounder(person, entry.time(), place);
    } else if (signers(person.text(), lines, entry.time(), place).stream()
        .noneMatch(by -> by.roles().contains(APPROVER) && !by.key().isSameKey(key))) {
      findings.add(
          Fault.INCONSISTENT, place, "no other person who is an approver signed for this one");
    }
    var known = Optional.ofNullable(people.get(person.name()));
    boolean own = known.filter(one -> one.key().equals(key)).isPresent();
    if (!own && keys.stream().anyMatch(key::isSameKey)) {
      findings.add(
          Fault.INCONSISTENT, place, "the key is or was another person's: one key is one person");
    }
    keys.add(key);
    people.put(
        person.name(),
        new Person(
            key, Set.copyOf(person.roles()), person.from(), person.until(), person.active()));
  }

  /// The first people are written at one time, before anybody could sign for another.
  private void checkFounder(PersonStatement person, String time, Place place) {
    boolean together =
        founded.isEmpty()
            || (founded.equals(person.from())
                && Duration.between(Instant.parse(founded), Instant.parse(time)).compareTo(FOUNDING)
                    <= 0);
    if (founded.isEmpty()) founded = person.from();
    if (!together && isPair(List.copyOf(people.values()))) {
      findings.add(
          Fault.INCONSISTENT, place, "nobody signed for this person, and others could have");
    }
  }

  /// Whether one of them is an author and another an approver.
  static boolean isPair(List<Person> some) {
    return some.stream()
        .filter(author -> author.roles().contains(AUTHOR))
        .anyMatch(author ->
            some.stream()
                .anyMatch(other ->
                    !other.key().isSameKey(author.key()) && other.roles().contains(APPROVER)));
  }

  /// Whoever signed `text`, each once; every line must be by a person who was enrolled then.
  List<Person> signers(String text, List<Json> lines, String time, Place place) {
    var whole = new StringBuilder(text).append('\n');
    for (Json line : lines) whole.append(line instanceof Json.Str(var one) ? one : "").append('\n');
    var parsed = Note.parse(whole.toString().getBytes(StandardCharsets.UTF_8));
    return switch (parsed) {
      case Checked.Invalid<Note> invalid -> nobody(invalid, place);
      case Checked.Valid<Note>(var note) -> signers(note, text, time, place);
    };
  }

  private List<Person> signers(Note note, String text, String time, Place place) {
    if (!note.text().equals(text)) {
      findings.add(Fault.MALFORMED, place, "`approvals` are no signature lines");
      return List.of();
    }
    var enrolled = people.values().stream().filter(person -> person.isEnrolled(time)).toList();
    var names = note.lines().stream().map(Note.Line::name).toList();
    return switch (note.check(List.of(), enrolled.stream().map(Person::key).toList())) {
      case Checked.Invalid<List<Note.Signed>> invalid -> nobody(invalid, place);
      case Checked.Valid<List<Note.Signed>> _ ->
          enrolled.stream().filter(person -> names.contains(person.key().name())).toList();
    };
  }

  private List<Person> nobody(Checked.Invalid<?> why, Place place) {
    findings.add(why, place);
    return List.of();
  }
}
