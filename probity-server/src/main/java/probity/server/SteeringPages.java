package probity.server;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import probity.console.Pages;
import probity.console.aims.RegisterBook;
import probity.console.aims.RunningBundle;
import probity.console.aims.page.DifferencesPages;
import probity.console.aims.page.GatewayBeside;
import probity.console.aims.page.RecordPages;
import probity.console.aims.page.RisksPages;
import probity.console.aims.page.StatementPages;
import probity.control.Bundles;
import probity.gateway.BundleInForce;
import probity.policy.Bundle;
import probity.render.StatementPrint;
import probity.server.steer.IndexedCounts;
import probity.server.steer.IndexedTraffic;

/// The console's pages by which registers steer, and are contradicted; records among them, which
/// show what the gateway says of them.
final class SteeringPages {
  private SteeringPages() {}

  /// @param data the folder in which `ledger/` lies
  static List<Pages> of(
      RegisterBook book, Bundles bundles, Path data, InstantSource clock, RandomGenerator random) {
    var bundle = new Running(bundles);
    var traffic = new IndexedTraffic(data);
    var counts = new IndexedCounts(data);
    return List.of(
        new RecordPages(book, clock, new GatewayBeside(book, bundle, traffic, counts)),
        new StatementPages(book, new StatementPrint(), clock, random),
        new RisksPages(book, clock, random),
        new DifferencesPages(book, bundle, traffic, counts, clock));
  }

  private record Running(Bundles bundles) implements RunningBundle {
    @Override
    public Optional<Bundle> inForce() {
      return bundles.inForce().map(BundleInForce::bundle);
    }

    @Override
    public Set<String> versions() {
      return bundles.timeline().stages().stream()
          .map(stage -> stage.ref().version())
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
