package probity.server.traffic;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.console.traffic.BundleHistory;
import probity.control.Bundles;
import probity.exchange.Bytes;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.policy.life.Shadows;
import probity.policy.life.Timeline;
import probity.server.command.CommandRefused;
import probity.server.policy.RecordedBundle;

/// Bundles as the running gateway follows them in `records`, read back from their blobs.
public final class BundlesOnRecord implements BundleHistory {
  private static final Logger LOG = Logger.getLogger(BundlesOnRecord.class.getName());

  /// Bundles that stay compiled.
  private static final int KEPT_MAX = 4;

  private final Bundles bundles;
  private final Path ledger;

  /// By digest, the one that was asked for longest ago first. Guarded by itself.
  private final Map<String, Bundle> kept = new LinkedHashMap<>(KEPT_MAX, 0.75f, true);

  /// @param ledger the folder `ledger`
  public BundlesOnRecord(Bundles bundles, Path ledger) {
    this.bundles = bundles;
    this.ledger = ledger;
  }

  @Override
  public Timeline timeline() {
    return bundles.timeline();
  }

  @Override
  public List<Shadows.Shadow> shadows() {
    return bundles.shadows().on();
  }

  @Override
  public long millis() {
    return bundles.millis();
  }

  @Override
  public Optional<Bundle> bundle(String digest) {
    synchronized (kept) {
      var known = Optional.ofNullable(kept.get(digest));
      if (known.isPresent()) return known;
    }
    var read = read(digest);
    read.ifPresent(bundle -> {
      synchronized (kept) {
        kept.put(digest, bundle);
        if (kept.size() > KEPT_MAX) kept.remove(kept.keySet().iterator().next());
      }
    });
    return read;
  }

  /// Empty for one that the ledger has no more, or that cannot be read: a record is told without
  /// it.
  private Optional<Bundle> read(String digest) {
    return blob(digest)
        .flatMap(blob ->
            Bundle.fromBlob(blob) instanceof BundleReading.Loaded(var bundle)
                ? Optional.of(bundle)
                : Optional.empty());
  }

  private Optional<Bytes> blob(String digest) {
    try {
      // What was taken just now is durable before its blob is published.
      return bundles.blob(digest).or(() -> RecordedBundle.blob(ledger, digest));
    } catch (CommandRefused e) {
      LOG.log(
          Level.WARNING,
          "the bundle {0} cannot be read: {1}",
          new Object[] {digest, e.getMessage()});
      return Optional.empty();
    }
  }
}
