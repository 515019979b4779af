package probity.policy.life;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Note;
import probity.ledger.VerifierKey;
import probity.ledger.statement.PersonStatement;

/// Everybody whom `records` enrolled up to an entry, as the `key` entries of role `person` say.
///
/// The founding people have no signature under their entries: there was nobody to sign. They count
/// only if they were written together at one time, or while those before them could not sign a
/// bundle between them. Immutable.
public final class People {
  public static final People NONE = new People(Map.of(), List.of(), Optional.empty());

  private final Map<String, Person> byName;

  /// Keys that anybody ever had, those of revoked people included: none comes back under another
  /// name.
  private final List<VerifierKey> keys;

  private final Optional<String> founded;

  private People(Map<String, Person> byName, List<VerifierKey> keys, Optional<String> founded) {
    this.byName = byName;
    this.keys = List.copyOf(keys);
    this.founded = founded;
  }

  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /// Whoever has the name, enrolled or not any more.
  public Optional<Person> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Collection<Person> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /// Those whose signatures count then.
  public List<Person> enrolled(long millis) {
    return byName.values().stream().filter(person -> person.isEnrolled(millis)).toList();
  }

  /// Whether an author and another person who is an approver are among those enrolled then.
  public boolean canApprove(long millis) {
    return Roles.canApprove(enrolled(millis).stream().map(Person::roles).toList());
  }

  /// When the founding people were enrolled; empty while there are none.
  public Optional<String> founded() {
    return founded;
  }

  /// What is wrong with an entry that nobody signed.
  ///
  /// @param millis when it was written
  List<Objection> objectionsToFounder(PersonStatement person, long millis) {
    long from = Times.millis(person.from());
    boolean together =
        founded.isEmpty()
            || (founded.get().equals(person.from())
                && millis - from <= Times.CLOCKS_MAX.toMillis());
    if (together || !canApprove(millis)) {
      return person.active() ? objectionsToKey(person) : List.of(notSigned(person));
    }
    return List.of(notSigned(person));
  }

  private static Objection notSigned(PersonStatement person) {
    return new Objection(
        "unsigned", "nobody signed for `" + person.name() + "`, and others are enrolled already");
  }

  /// What is wrong with a signed statement about a person that arrives at `millis`.
  public List<Objection> objections(String log, PersonStatement person, Note note, long millis) {
    var objections = new ArrayList<Objection>();
    if (!person.log().equals(log)) {
      objections.add(
          new Objection(
              "log", "it is for the ledger `" + person.log() + "`, and this is `" + log + "`"));
    }
    if (Math.abs(Times.millis(person.from()) - millis) > Times.CLOCKS_MAX.toMillis()) {
      objections.add(
          new Objection(
              "late",
              "it was signed for "
                  + person.from()
                  + ", at most 10 minutes from now were expected"));
    }
    String newest = named(person.name()).map(known -> known.leaf().hex()).orElse("");
    if (!newest.equals(person.replaces())) {
      objections.add(
          new Objection(
              "stale",
              "it replaces `"
                  + person.replaces()
                  + "`, and the newest entry of `"
                  + person.name()
                  + "` is `"
                  + newest
                  + "`"));
    }
    objections.addAll(objectionsToKey(person));
    var signatures = Signatures.of(note, this, millis);
    boolean signed =
        signatures.people().stream()
            .anyMatch(by ->
                by.roles().contains(Roles.APPROVER)
                    && !by.name().equals(person.name())
                    && keyOf(person).filter(by.key()::isSameKey).isEmpty());
    if (!signed) {
      objections.addAll(signatures.objections());
      objections.add(
          new Objection(
              "unsigned",
              "the signature of an approver other than `" + person.name() + "` was expected"));
    }
    if (leavesNobody(person, millis)) {
      objections.add(
          new Objection(
              "last", "without `" + person.name() + "` no author and approver would be left"));
    }
    return objections;
  }

  private static Optional<VerifierKey> keyOf(PersonStatement person) {
    return PersonStatement.key(person.name(), person.key())
            instanceof Checked.Valid<VerifierKey>(var key)
        ? Optional.of(key)
        : Optional.empty();
  }

  /// One key is one person, for ever; and a key that was given up does not come back.
  private List<Objection> objectionsToKey(PersonStatement person) {
    var key = keyOf(person);
    if (key.isEmpty()) return List.of(new Objection("key", "the key is no key of a person"));
    var holder = named(person.name());
    boolean same = holder.filter(known -> known.key().equals(key.get())).isPresent();
    if (same) {
      return person.active() && !holder.get().active()
          ? List.of(new Objection("key", "the key was revoked, and does not come back"))
          : List.of();
    }
    if (!person.active()) {
      return List.of(new Objection("key", "the key to be revoked is not that of the person"));
    }
    return keys.stream().anyMatch(key.get()::isSameKey)
        ? List.of(
            new Objection(
                "same-person",
                "the key of `"
                    + person.name()
                    + "` is or was another person's: one key is one"
                    + " person"))
        : List.of();
  }

  private boolean leavesNobody(PersonStatement person, long millis) {
    if (!canApprove(millis)) return false;
    var left = new ArrayList<java.util.SortedSet<String>>();
    for (Person one : enrolled(millis)) {
      if (!one.name().equals(person.name())) left.add(one.roles());
    }
    if (person.active()) left.add(new TreeSet<>(person.roles()));
    return !Roles.canApprove(left);
  }

  /// With what an entry says that was checked.
  People with(PersonStatement person, Entry entry) {
    var key = keyOf(person).orElseThrow();
    var next = new TreeMap<>(byName);
    next.put(
        person.name(),
        new Person(
            key,
            new TreeSet<>(person.roles()),
            person.competence(),
            Times.millis(person.from()),
            person.until().isEmpty() ? Long.MAX_VALUE : Times.millis(person.until()),
            person.active(),
            entry.leaf()));
    var nextKeys = new ArrayList<>(keys);
    nextKeys.add(key);
    return new People(next, nextKeys, founded.or(() -> Optional.of(person.from())));
  }
}
