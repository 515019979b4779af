package probity.aims.register;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who may do what to a record. It goes by people, not by accounts: two accounts of one person are
/// one person.
public final class Separation {
  private static final String OWNER = "owner";

  private Separation() {}

  /// The role by which a person may write records of a register.
  public static Optional<Duty> writes(Register register, Set<Duty> duties) {
    return first(register.edits(), duties);
  }

  /// By what a person may decide on the newest revision of a record: a duty of their own, else one
  /// that somebody lent them; empty where they may not, and [#whyNot] says why.
  ///
  /// @param lent delegations that are in force
  public static Optional<Mandate> decides(
      History record, String person, Set<Duty> duties, List<Mandate.Lent> lent) {
    if (record.workers().contains(person) || isDeputyIn(record, person)) return Optional.empty();
    var approves = record.register().approves();
    return first(approves, duties)
        .map(role -> new Mandate(role, Optional.empty()))
        .or(() ->
            lentTo(person, record, lent)
                .filter(one -> !record.workers().contains(one.delegation().delegator()))
                .flatMap(one ->
                    first(approves, one.duties())
                        .map(role -> new Mandate(role, Optional.of(one.delegation())))
                        .stream())
                .findFirst());
  }

  /// Delegations to a person that are about a record. Nobody is lent a decision about themself.
  private static Stream<Mandate.Lent> lentTo(
      String person, History record, List<Mandate.Lent> lent) {
    return lent.stream()
        .filter(one -> one.delegation().deputy().equals(person))
        .filter(one -> one.delegation().covers(record.register()))
        .filter(_ -> !record.id().equals(person));
  }

  /// Whether a delegation is about a register in which none of these duties approves. One that is
  /// about all registers is of those in which one of them does.
  public static boolean isBeyond(Delegation delegation, Register register, Set<Duty> duties) {
    return delegation.names(register) && first(register.approves(), duties).isEmpty();
  }

  private static boolean isDeputyIn(History record, String person) {
    return record.register().id().equals(Delegation.REGISTER)
        && new Delegation(record).deputy().equals(person);
  }

  /// Why a person may not decide, in a sentence.
  ///
  /// @param lent delegations that are in force
  public static String whyNot(History record, String person, List<Mandate.Lent> lent) {
    if (record.workers().contains(person)) {
      return "nobody approves their own work: another person has to decide on this revision";
    }
    if (isDeputyIn(record, person)) {
      return "nobody decides on a delegation to themself: another person has to";
    }
    boolean isDelegators =
        lentTo(person, record, lent)
            .anyMatch(one -> record.workers().contains(one.delegation().delegator()));
    return isDelegators
        ? "nobody approves their own work through a deputy: another person has to decide on this"
            + " revision"
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
