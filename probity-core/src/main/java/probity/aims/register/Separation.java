package probity.aims.register;

import java.util.Optional;
import java.util.Set;

/// Who may do what to a record. It goes by people, not by accounts: two accounts of one person are
/// one person.
public final class Separation {
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

  /// The titles of roles, in their order.
  public static String words(Set<Duty> duties) {
    return String.join(", ", duties.stream().sorted().map(Duty::title).toList());
  }

  private static Optional<Duty> first(Set<Duty> wanted, Set<Duty> has) {
    return wanted.stream().filter(has::contains).sorted().findFirst();
  }
}
