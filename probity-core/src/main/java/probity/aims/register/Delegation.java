package probity.aims.register;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A record of the register `delegations`: somebody who approves lets another person do it, from a
/// day to a day.
public record Delegation(History record) {
  public static final String REGISTER = "delegations";

  /// The most days, the first and the last among them.
  public static final int DAYS_MAX = 92;

  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String DEPUTY = "deputy";

  public Delegation {
    if (!record.register().id().equals(REGISTER)) {
      throw new IllegalArgumentException("`" + record.id() + "` is no delegation");
    }
  }

  /// Id of the person whose duties they are; empty where that person was erased.
  public String delegator() {
    return record.newest().value("owner");
  }

  /// Id of the person who decides in their place; empty where that person was erased.
  public String deputy() {
    return record.newest().value(DEPUTY);
  }

  /// Whether it says that it is about a register; one that says none is about all.
  boolean names(Register register) {
    return record.newest().value("registers").lines().anyMatch(register.id()::equals);
  }

  /// Whether it is about a register. None is about delegations, so none makes another.
  public boolean covers(Register register) {
    return !register.id().equals(REGISTER)
        && (record.newest().value("registers").isEmpty() || names(register));
  }

  /// What keeps it from ever being in force, whoever approves it.
  public Optional<Content.Fault> fault() {
    if (!record.newest().gaps().isEmpty()) {
      return Optional.of(new Content.Fault("", "a part of it was erased or cannot be read"));
    }
    if (delegator().equals(deputy())) {
      return Optional.of(
          new Content.Fault(DEPUTY, "another person than who delegates was expected"));
    }
    long days = ChronoUnit.DAYS.between(day(FROM), day(TO)) + 1;
    return days >= 1 && days <= DAYS_MAX
        ? Optional.empty()
        : Optional.of(
            new Content.Fault(
                TO,
                "a last day was expected that makes it 1 to " + DAYS_MAX + " days, not " + days));
  }

  private LocalDate day(String field) {
    return LocalDate.parse(record.newest().value(field));
  }

  /// Whether it holds on a day: proposed by who delegates, approved by somebody else, and neither
  /// changed nor archived since.
  public boolean isInForce(LocalDate day) {
    return record.standing() == Standing.APPROVED
        && record.proposal().filter(one -> one.by().equals(delegator())).isPresent()
        && fault().isEmpty()
        && !day.isBefore(day(FROM))
        && !day.isAfter(day(TO));
  }
}
