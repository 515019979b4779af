package probity.evidence;

import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Json;

/// An entry before it has its place: the writer adds `v`, `log`, `series`, `seq`, `prev`, `time`
/// and `skew`, and signs.
///
/// @param log the folder of the log, such as `records` or `traffic-standard-2026h2`
/// @param body every other member, `kind` not among them
/// @param blobs larger things that the body names by their SHA-256; durable before the entry is
public record Draft(String log, String kind, Json.Obj body, List<Bytes> blobs) {
  public Draft {
    blobs = List.copyOf(blobs);
  }

  public Draft(String log, String kind, Json.Obj body) {
    this(log, kind, body, List.of());
  }
}
