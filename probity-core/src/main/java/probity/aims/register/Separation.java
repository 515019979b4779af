package probity.aims.register;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may do what to a record. It goes by people, not by accounts: two accounts of one person are
/// one person.
public final class Separation {
  private static final String OWNER = "owner";

  private Separation() {}

  /// The role by which a person may write records of a register.
  public static Optional<Duty> writes(Register register, Set<Duty> duties) {
    return first(register.edits(), duties);
  }

  /// The role by which a person may decide on the newest revision of a record; empty where they may
  /// not, and [#whyNot] says why.
  public static Optional<Duty> decides(History record, String person, Set<Duty> duties) {
    return record.workers().contains(person)
        ? Optional.empty()
        : first(record.register().approves(), duties);
  }

  /// Why a person may not decide, in a sentence.
  public static String whyNot(History record, String person) {
    return record.workers().contains(person)
        ? "nobody approves their own work: another person has to decide on this revision"
        : "this needs one of the roles " + words(record.register().approves());
  }

  /// The field to which a person may not give the value that they want to, since another person has
  /// to: nobody closes what is theirs.
  ///
  /// @param record as it is; empty for one that is not there yet
  /// @param values that it is to have
  public static Optional<Field> needsAnother(
      Register register, Optional<History> record, Map<String, String> values, String person) {
    return register.fields().stream()
        .filter(field -> field.byAnother().contains(values.getOrDefault(field.id(), "")))
        .filter(field ->
            record.isEmpty()
                || !record.get().newest().value(field.id()).equals(values.get(field.id())))
        .filter(_ -> record.isEmpty() || isTheirs(record.get(), person))
        .findFirst();
  }

  private static boolean isTheirs(History record, String person) {
    return record.newest().value(OWNER).equals(person)
        || record.revisions().stream().anyMatch(one -> one.author().equals(person));
  }

  /// The titles of roles, in their order.
  public static String words(Set<Duty> duties) {
    return String.join(", ", duties.stream().sorted().map(Duty::title).toList());
  }

  private static Optional<Duty> first(Set<Duty> wanted, Set<Duty> has) {
    return wanted.stream().filter(has::contains).sorted().findFirst();
  }
}
