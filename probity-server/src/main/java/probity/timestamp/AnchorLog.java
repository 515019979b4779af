package probity.timestamp;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import probity.evidence.Appended;
import probity.exchange.Bytes;
import probity.ledger.Json;

/// The log `records`, as far as anchors are appended to it.
public interface AnchorLog {
  /// Appends an entry with its blobs, which are durable before it is. Does not block; the future
  /// completes once the entry is durable or sure not to be.
  CompletableFuture<Appended> append(String kind, Json.Obj body, List<Bytes> blobs);
}
