package probity.console.aims.page;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import probity.aims.steer.BundleProposal;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;
import probity.console.aims.RecordCounts;
import probity.console.aims.RegisterBook;
import probity.console.aims.RunningBundle;
import probity.console.aims.TrafficSeen;
import probity.policy.BundleFile;

/// Registers against the bundle in force and against traffic: what contradicts them, and what
/// assessments ask of the bundle. Nothing here is stored.
public final class DifferencesPages implements Pages {
  /// The same bundle is the same archive.
  private static final LocalDateTime LONG_AGO = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final RegisterBook book;
  private final RunningBundle bundle;
  private final TrafficSeen traffic;
  private final RecordCounts counts;
  private final InstantSource clock;

  public DifferencesPages(
      RegisterBook book,
      RunningBundle bundle,
      TrafficSeen traffic,
      RecordCounts counts,
      InstantSource clock) {
    this.book = book;
    this.bundle = bundle;
    this.traffic = traffic;
    this.counts = counts;
    this.clock = clock;
  }

  @Override
  public void add(Routes routes) {
    routes.link("Management system", "Differences", DifferencesPage.PATH);
    routes.link("Management system", "Assessments and bundle", BundleLinesPage.PATH);
    routes.get(DifferencesPage.PATH, this::differences);
    routes.get(BundleLinesPage.PATH, this::lines);
    routes.get(BundleLinesPage.PROPOSAL, _ -> proposal());
  }

  private Page differences(Visit visit) {
    return Page.html(
        "Differences",
        "differences",
        DifferencesPage.of(
            book,
            bundle.inForce(),
            traffic.ask(),
            counts,
            visit.member(),
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
  }

  private Page lines(Visit visit) {
    return Page.html(
        "What assessments ask of the bundle",
        "bundlelines",
        BundleLinesPage.of(book, bundle.inForce()));
  }

  /// The folder of the bundle that assessments ask for, as an archive.
  private Page proposal() {
    return bundle
        .inForce()
        .flatMap(one -> BundleProposal.of(BundleLinesPage.asked(book), one, bundle.versions()))
        .map(DifferencesPages::archive)
        .orElseGet(() ->
            new Page.Failure(
                404,
                "No bundle is proposed: none is in force, it says what approved assessments"
                    + " ask, or it could not be read with their lines."));
  }

  private static Page archive(BundleProposal proposed) {
    String folder = proposed.name() + "-" + proposed.version();
    return new Page.Download(
        "application/zip",
        folder + ".zip",
        out -> {
          var archive = new ZipOutputStream(out);
          for (BundleFile file : proposed.files()) {
            var entry = new ZipEntry(folder + "/" + file.path());
            entry.setTimeLocal(LONG_AGO);
            archive.putNextEntry(entry);
            archive.write(file.text().getBytes(StandardCharsets.UTF_8));
            archive.closeEntry();
          }
          archive.finish();
        });
  }
}
