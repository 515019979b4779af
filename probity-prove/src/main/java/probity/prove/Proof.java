package probity.prove;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import probity.ledger.Json;
import probity.policy.Decision;
import probity.policy.Fact;
import probity.policy.Invariant;

/// What there is to say about an invariant.
sealed interface Proof {
  Invariant invariant();

  /// No facts that there can be break it.
  record Kept(Invariant invariant) implements Proof {}

  /// @param given the facts that matter; with all others neutral they break it
  /// @param decision what the bundle really decides on them
  record Broken(Invariant invariant, Map<Fact, Json> given, Decision decision) implements Proof {
    public Broken {
      given = Collections.unmodifiableMap(new EnumMap<>(given));
    }
  }

  /// @param reasons at least one
  record NotShown(Invariant invariant, List<String> reasons) implements Proof {
    public NotShown {
      reasons = List.copyOf(reasons);
    }
  }
}
