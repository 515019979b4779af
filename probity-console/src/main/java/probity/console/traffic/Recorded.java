package probity.console.traffic;

import java.util.List;
import java.util.Optional;
import probity.policy.Bundle;

/// A record with all that is known of it.
///
/// @param entries intent, steps and outcome, in this order; the outcome may be missing
/// @param bundle that decided; empty where this version cannot read it
/// @param reviews what people decided on it
public record Recorded(
    String exchange, List<Proven> entries, Optional<Bundle> bundle, List<Review> reviews) {
  public Recorded {
    entries = List.copyOf(entries);
    reviews = List.copyOf(reviews);
    if (entries.isEmpty()) throw new IllegalArgumentException("a record without its intent");
  }

  /// @param finding of one who looked: `ok` or `issue`, else empty
  /// @param leaf of its `grant` entry
  public record Review(
      String queue, String verdict, String finding, String person, String time, String leaf) {}
}
