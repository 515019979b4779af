package probity.server;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import probity.console.traffic.Traffic;
import probity.control.Bundles;
import probity.review.Reviews;
import probity.server.source.SourcesInUse;
import probity.server.traffic.BundlesOnRecord;
import probity.server.traffic.IndexedRecords;
import probity.server.traffic.LedgerWatch;
import probity.server.traffic.ReviewsWaiting;
import probity.store.file.Ledger;

/// The console's pages of a running gateway.
final class TrafficPages {
  private TrafficPages() {}

  static Traffic of(
      Config config,
      Ledger ledger,
      Bundles bundles,
      Reviews reviews,
      SourcesInUse sources,
      Vouching vouching,
      InstantSource clock) {
    var data = config.ledgerFolder();
    var history = new BundlesOnRecord(bundles, data.resolve("ledger"));
    Map<String, Path> copies = new LinkedHashMap<>();
    for (var copy : config.publication().copies()) {
      copies.put(copy.name(), Publication.statusFile(data, copy.name()));
    }
    var outside =
        new LedgerWatch.Outside(
            config.witnesses().quorum(),
            config.sealer().socket().isPresent(),
            vouching::witnesses,
            copies);
    return new Traffic(
        new IndexedRecords(data, history),
        history,
        sources::index,
        new ReviewsWaiting(reviews),
        new LedgerWatch(data, ledger, outside, clock));
  }
}
