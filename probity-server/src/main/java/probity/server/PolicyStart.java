package probity.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import probity.classify.Labels;
import probity.classify.Scoring;
import probity.control.Bundles;
import probity.control.Installed;
import probity.control.RecordsLog;
import probity.control.Result;
import probity.evidence.BundleRef;
import probity.evidence.Engine;
import probity.exchange.Purpose;
import probity.gateway.BundleInForce;
import probity.gateway.Callers;
import probity.policy.Bundle;
import probity.policy.BundleDetectors;
import probity.policy.diff.DiffWidening;
import probity.policy.life.Objection;
import probity.policy.life.Proposal;
import probity.server.command.CommandRefused;
import probity.server.policy.BundleFolder;
import probity.server.policy.ProposalFile;

/// What a start does with the people and the bundle that the configuration names: `records` decides
/// what comes of them, and what it had in force stays where it refuses them.
final class PolicyStart {
  private static final Logger LOG = Logger.getLogger(PolicyStart.class.getName());

  private final Config config;
  private final Configured configured;

  private PolicyStart(Config config, Configured configured) {
    this.config = config;
    this.configured = configured;
  }

  /// The member `bundle` of the configuration.
  private sealed interface Configured {
    /// A folder, which nobody signed.
    record Unsigned(Path folder, Bundle bundle) implements Configured {}

    record Signed(Path file, Proposal proposal) implements Configured {}
  }

  /// Reads the bundle; a folder that holds none that could be used refuses the start.
  static PolicyStart read(Config config) {
    var path = config.bundle();
    try {
      if (Files.isRegularFile(path)) {
        return new PolicyStart(config, new Configured.Signed(path, ProposalFile.read(path)));
      }
      var bundle = BundleFolder.read(path, config.governance().environment());
      Vouching.requireFor(bundle, config);
      return new PolicyStart(config, new Configured.Unsigned(path, bundle));
    } catch (CommandRefused e) {
      throw new StartRefused(String.valueOf(e.getMessage()), e);
    }
  }

  /// Brings both to `records`, and gives what `records` then says.
  ///
  /// @param scoring by the models that are installed
  /// @param looked at each bundle before it can go into force
  Bundles bring(
      RecordsLog records,
      Callers callers,
      Scoring scoring,
      InstantSource clock,
      Consumer<Bundle> looked) {
    var bundles =
        new Bundles(
            records,
            new Here(config, callers, scoring, looked),
            new DiffWidening(),
            Labels.known(),
            clock);
    bundles.found(config.governance().people());
    switch (configured) {
      case Configured.Unsigned(var folder, var bundle) -> unsigned(bundles, folder, bundle);
      case Configured.Signed(var file, var proposal) -> {
        if (!bundles.knows(proposal)) must(bundles, bundles.submit(proposal), file);
      }
    }
    return bundles;
  }

  private void unsigned(Bundles bundles, Path folder, Bundle bundle) {
    boolean there =
        bundles
            .inForce()
            .filter(current -> current.ref().digest().equals(bundle.digest()))
            .isPresent();
    if (there) return;
    boolean allowed =
        config.purpose() != Purpose.LIVE
            || config.governance().unsignedBundle()
            || !bundles.people().isEmpty();
    if (allowed) {
      must(bundles, bundles.unsigned(bundle), folder);
    } else {
      throw new StartRefused(
          "`bundle: "
              + folder
              + "` is a folder, which nobody signed, and `purpose` is `live`: enrol people and give"
              + " a signed proposal (docs/life.md), or say `unsigned_bundle: true`");
    }
  }

  /// Where something was in force before, or will be, it stays; `Bundles` has said why.
  private static void must(Bundles bundles, Result result, Path path) {
    if (!(result instanceof Result.Refused(var objections))) return;
    if (bundles.timeline().changes().isEmpty()) {
      throw new StartRefused(
          "the bundle `"
              + path
              + "` does not go into force, and no other ever was:\n"
              + objections.stream().map(Objection::sentence).collect(Collectors.joining("\n")));
    }
    for (Objection objection : objections) {
      LOG.log(
          Level.WARNING,
          "`bundle: {0}` does not go into force: {1}",
          new Object[] {path, objection.sentence()});
    }
  }

  /// What this installation adds to a bundle.
  private record Here(Config config, Callers callers, Scoring scoring, Consumer<Bundle> looked)
      implements Installed {
    @Override
    public List<Objection> objections(Bundle bundle) {
      var objections = new ArrayList<Objection>();
      try {
        Vouching.requireFor(bundle, config);
      } catch (StartRefused e) {
        objections.add(new Objection("installation", String.valueOf(e.getMessage())));
      }
      var missing = new TreeSet<>(bundle.labels());
      missing.removeIf(label -> !Labels.isOfModel(label));
      missing.removeAll(scoring.labels());
      for (String label : missing) {
        objections.add(
            new Objection(
                "installation",
                "label `"
                    + label
                    + (Labels.isOfClassifier(label)
                        ? "` is given by no classifier of the configuration (`classifiers`)"
                        : "` is given by a model, and `probity-detect` is not installed")));
      }
      return objections;
    }

    @Override
    public BundleInForce ready(Bundle bundle, BundleRef ref) {
      looked.accept(bundle);
      var detectors = BundleDetectors.of(bundle);
      var models = scoring.asking(bundle.labels());
      var versions = new ArrayList<>(detectors.versions());
      versions.addAll(models.versions());
      var engine = new Engine(Product.NAME_AND_VERSION, Product.CEL, versions);
      return new BundleInForce(bundle, ref, detectors, models, engine, callers, List.of());
    }
  }
}
