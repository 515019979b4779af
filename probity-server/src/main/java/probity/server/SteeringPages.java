package probity.server;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import probity.console.Pages;
import probity.console.aims.RegisterBook;
import probity.console.aims.page.DifferencesPages;
import probity.console.aims.page.RisksPages;
import probity.console.aims.page.StatementPages;
import probity.control.Bundles;
import probity.gateway.BundleInForce;
import probity.render.StatementPrint;
import probity.server.steer.IndexedTraffic;

/// The console's pages by which registers steer, and are contradicted.
final class SteeringPages {
  private SteeringPages() {}

  /// @param data the folder in which `ledger/` lies
  static List<Pages> of(
      RegisterBook book, Bundles bundles, Path data, InstantSource clock, RandomGenerator random) {
    return List.of(
        new StatementPages(book, new StatementPrint(), clock, random),
        new RisksPages(book, clock, random),
        new DifferencesPages(
            book,
            () -> bundles.inForce().map(BundleInForce::bundle),
            new IndexedTraffic(data),
            clock));
  }
}
