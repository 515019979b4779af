package probity.reperform;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import probity.exchange.Bytes;
import probity.policy.Bundle;
import probity.policy.BundleReading;

/// The bundles that a ledger names, each read once from its blob.
///
/// Holds so many as a bound allows; where a ledger names more, they are read again. For any number
/// of threads.
public final class RecordedBundles {
  private static final int HELD_MAX = 32;

  private final Map<String, Found> read = new ConcurrentHashMap<>();

  /// What a digest leads to.
  public sealed interface Found {
    record There(Bundle bundle) implements Found {}

    /// @param why in words
    record Missing(String why) implements Found {}
  }

  /// @param blobs the content of a blob by its SHA-256 in hex, which it must have
  public Found find(String digest, Function<String, Optional<Bytes>> blobs) {
    Found known = read.get(digest);
    if (known != null) return known;
    Optional<Bytes> blob = blobs.apply(digest);
    if (blob.isEmpty()) {
      // Not kept: it may be there at the next look.
      return new Found.Missing("the bundle `" + digest + "` is not in this folder");
    }
    Found found = read(digest, blob.get());
    if (read.size() >= HELD_MAX) read.clear();
    read.put(digest, found);
    return found;
  }

  private static Found read(String digest, Bytes blob) {
    return switch (Bundle.fromBlob(blob)) {
      case BundleReading.Loaded(var bundle) -> new Found.There(bundle);
      case BundleReading.Mistaken(var mistakes) ->
          new Found.Missing(
              "this program cannot read the bundle `"
                  + digest
                  + "`: "
                  + mistakes.getFirst().render().lines().findFirst().orElse(""));
    };
  }
}
