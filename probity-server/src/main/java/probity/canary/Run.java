package probity.canary;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;

/// What is known of a request that was sent: its record, and what arrived at both ends.
///
/// @param written its entries, in the order in which they became durable
/// @param sink the bodies that arrived where a provider would be
/// @param answer what the caller got, as text; empty where it got nothing
record Run(List<Tap.Written> written, List<Bytes> sink, Optional<String> answer) {
  Run {
    written = List.copyOf(written);
    sink = List.copyOf(sink);
  }

  Optional<Tap.Written> intent() {
    return first("intent");
  }

  Optional<Json.Obj> step() {
    return first("step").map(written -> written.draft().body());
  }

  Optional<Json.Obj> outcome() {
    return first("outcome").map(written -> written.draft().body());
  }

  /// The exchange's id; empty where none was opened.
  String exchange() {
    return intent().flatMap(intent -> intent.draft().body().text("exchange")).orElse("");
  }

  Optional<Hash> leaf() {
    return intent().map(Tap.Written::leaf);
  }

  private Optional<Tap.Written> first(String kind) {
    return written.stream().filter(one -> one.draft().kind().equals(kind)).findFirst();
  }
}
