package probity.console.aims.page;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;
import probity.console.aims.RegisterBook;
import probity.console.aims.RunningBundle;
import probity.console.aims.TrafficSeen;

/// Registers against the bundle in force and against traffic: what contradicts them, and what
/// assessments ask of the bundle. Nothing here is stored.
public final class DifferencesPages implements Pages {
  private final RegisterBook book;
  private final RunningBundle bundle;
  private final TrafficSeen traffic;
  private final InstantSource clock;

  public DifferencesPages(
      RegisterBook book, RunningBundle bundle, TrafficSeen traffic, InstantSource clock) {
    this.book = book;
    this.bundle = bundle;
    this.traffic = traffic;
    this.clock = clock;
  }

  @Override
  public void add(Routes routes) {
    routes.link("Management system", "Differences", DifferencesPage.PATH);
    routes.link("Management system", "Assessments and bundle", BundleLinesPage.PATH);
    routes.get(DifferencesPage.PATH, this::differences);
    routes.get(BundleLinesPage.PATH, this::lines);
  }

  private Page differences(Visit visit) {
    return Page.html(
        "Differences",
        "differences",
        DifferencesPage.of(
            book,
            bundle.inForce(),
            traffic.ask(),
            visit.member(),
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
  }

  private Page lines(Visit visit) {
    return Page.html(
        "What assessments ask of the bundle",
        "bundlelines",
        BundleLinesPage.of(book, bundle.inForce()));
  }
}
