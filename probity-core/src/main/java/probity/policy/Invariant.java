package probity.policy;

import java.util.Optional;
import probity.exchange.Facts;

/// What must never happen, whatever the rules say: facts of a phase that the bundle must not
/// permit.
///
/// No gateway enforces it. It is read and type-checked with the bundle, and whoever writes the
/// bundle has it proved (`docs/prove.md`).
public final class Invariant {
  private final String id;
  private final String says;
  private final Facts.Phase on;
  private final String assume;
  private final Condition condition;
  private final Optional<String> requirement;

  Invariant(
      String id,
      String says,
      Facts.Phase on,
      String assume,
      Condition condition,
      Optional<String> requirement) {
    this.id = id;
    this.says = says;
    this.on = on;
    this.assume = assume;
    this.condition = condition;
    this.requirement = requirement;
  }

  public String id() {
    return id;
  }

  /// In the words of those who hold the organisation to it.
  public String says() {
    return says;
  }

  public Facts.Phase on() {
    return on;
  }

  /// The condition over facts: those for which it is true must not be permitted.
  public String assume() {
    return assume;
  }

  /// What `assume` says.
  public Formula formula() {
    return condition.formula();
  }

  /// Id of the requirement that it guards, where it names one.
  public Optional<String> requirement() {
    return requirement;
  }

  /// Whether it speaks of these facts. A condition that cannot be evaluated speaks of none.
  public boolean assumes(Facts facts) {
    return facts.phase() == on
        && condition.evaluate(new FactsInCel(facts)) == Condition.Outcome.HOLDS;
  }
}
