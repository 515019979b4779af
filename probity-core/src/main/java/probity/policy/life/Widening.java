package probity.policy.life;

import probity.policy.Bundle;

/// Judges whether a bundle allows what the one before it did not.
///
/// Where that cannot be told, it does: the cost is a citation too many. Pure, for any thread.
@FunctionalInterface
public interface Widening {
  Widens widens(Bundle from, Bundle to);
}
