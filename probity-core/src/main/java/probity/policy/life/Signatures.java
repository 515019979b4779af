package probity.policy.life;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import probity.ledger.Checked;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.VerifierKey;

/// Who signed a statement: the people whose good signatures it bears and who were enrolled then.
///
/// @param people each once
/// @param objections what is wrong with lines that are not theirs
public record Signatures(Note note, List<Person> people, List<Objection> objections) {
  /// Two signatures are enough; a note may come with more, which are left out.
  private static final int LINES_MAX = 8;

  public Signatures {
    people = List.copyOf(people);
    objections = List.copyOf(objections);
  }

  /// Checks the lines of `note` by the keys of those enrolled at `millis`.
  public static Signatures of(Note note, People known, long millis) {
    var people = new ArrayList<Person>();
    var objections = new ArrayList<Objection>();
    if (note.lines().size() > LINES_MAX) {
      objections.add(
          new Objection(
              "too-many-signatures",
              note.lines().size() + " signature lines, at most " + LINES_MAX));
      return new Signatures(note, people, objections);
    }
    for (Note.Line line : note.lines()) {
      var one = new Note(note.text(), List.of(line));
      var person = known.named(line.name());
      if (person.isEmpty()) {
        objections.add(
            new Objection("unknown-signer", "`" + line.name() + "` is no enrolled person"));
      } else if (!person.get().isEnrolled(millis)) {
        objections.add(
            new Objection(
                "not-enrolled", "`" + line.name() + "` is not enrolled at " + Times.text(millis)));
      } else if (!isGood(one, person.get().key())) {
        objections.add(
            new Objection(
                "bad-signature",
                "the signature of `"
                    + line.name()
                    + "` is not by the enrolled key over this"
                    + " statement"));
      } else if (people.contains(person.get())) {
        objections.add(
            new Objection("same-person", "`" + line.name() + "` signed twice: that is one person"));
      } else {
        people.add(person.get());
      }
    }
    return new Signatures(note, people, objections);
  }

  private static boolean isGood(Note note, VerifierKey key) {
    return note.check(List.of(key)) instanceof Checked.Valid<Note>;
  }

  /// The note of `text` with the signature lines that stand on an entry; empty where they are none.
  public static Optional<Note> note(String text, List<Json> lines) {
    var whole = new StringBuilder(text).append('\n');
    for (Json line : lines) {
      if (!(line instanceof Json.Str(var one)) || one.contains("\n")) return Optional.empty();
      whole.append(one).append('\n');
    }
    var parsed = Note.parse(whole.toString().getBytes(StandardCharsets.UTF_8));
    return parsed instanceof Checked.Valid<Note>(var note) && note.text().equals(text)
        ? Optional.of(note)
        : Optional.empty();
  }

  /// The good lines as entries have them, in the order of `people`.
  public List<String> lines() {
    var keys = people.stream().map(Person::key).toList();
    return note.linesBy(keys).stream().map(String::strip).toList();
  }

  /// What is missing for a statement that an author and an approver must sign, who are two people.
  ///
  /// @param before who signed it earlier
  List<Objection> byTwo(List<Person> before) {
    var all = Stream.concat(before.stream(), people.stream()).distinct().toList();
    for (Person author : all) {
      for (Person approver : all) {
        if (isPair(author, approver)) return List.of();
      }
    }
    var missing = new ArrayList<>(objections);
    if (all.isEmpty()) {
      missing.add(
          new Objection("unsigned", "the signatures of an author and an approver were expected"));
    } else if (all.size() == 1) {
      missing.add(
          new Objection(
              "half-signed",
              "only `"
                  + all.getFirst().name()
                  + "` signed; an author and an approver who is"
                  + " another person were expected"));
    } else {
      missing.add(
          new Objection(
              "role",
              "those who signed are not an `"
                  + Roles.AUTHOR
                  + "` and another person who is an `"
                  + Roles.APPROVER
                  + "`"));
    }
    return missing;
  }

  private static boolean isPair(Person author, Person approver) {
    return !author.name().equals(approver.name())
        && !author.key().isSameKey(approver.key())
        && author.roles().contains(Roles.AUTHOR)
        && approver.roles().contains(Roles.APPROVER);
  }

  /// What is missing for a statement that an author or an approver must sign.
  List<Objection> byOne() {
    boolean fit =
        people.stream()
            .anyMatch(person ->
                person.roles().contains(Roles.AUTHOR) || person.roles().contains(Roles.APPROVER));
    if (fit) return List.of();
    var missing = new ArrayList<>(objections);
    missing.add(
        people.isEmpty()
            ? new Objection("unsigned", "the signature of an author or an approver was expected")
            : new Objection("role", "nobody who signed is an author or an approver"));
    return missing;
  }
}
