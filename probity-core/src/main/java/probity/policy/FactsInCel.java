package probity.policy;

import dev.cel.runtime.CelVariableResolver;
import java.util.EnumMap;
import java.util.Optional;
import probity.exchange.Facts;

/// The variables of all conditions of one decision. A fact is looked up once, when a condition
/// first asks for it. Used by one thread.
final class FactsInCel implements CelVariableResolver {
  private final Facts facts;
  private final EnumMap<Fact, Object> seen = new EnumMap<>(Fact.class);

  FactsInCel(Facts facts) {
    this.facts = facts;
  }

  @Override
  public Optional<Object> find(String name) {
    return Fact.named(name).map(fact -> seen.computeIfAbsent(fact, asked -> asked.of(facts)));
  }
}
