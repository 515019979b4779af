package probity.policy.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.policy.RuleTest;
import probity.yaml.Mistake;

/// Whether a proposal may become a `bundle` entry of `records`: all that speaks against it at once,
/// or the entry.
public sealed interface Admission {
  /// @param body of the entry
  record Admitted(Bundle bundle, Json.Obj body) implements Admission {}

  record Refused(List<Objection> objections) implements Admission {
    public Refused {
      objections = List.copyOf(objections);
    }
  }

  /// Judges a proposal that arrives at `millis`.
  ///
  /// @param inForce the bundle in force then, which the timeline names
  /// @param knownLabels what detectors of this program give
  static Admission of(
      Timeline timeline,
      Proposal proposal,
      long millis,
      Optional<Bundle> inForce,
      Set<String> knownLabels,
      Widening widening) {
    var statement = proposal.statement();
    var objections = new ArrayList<>(timeline.objections(statement, proposal.note(), millis));
    if (!Hash.of(proposal.blob().array()).hex().equals(statement.digest())) {
      objections.add(new Objection("digest", "the bundle is not the one whose digest was signed"));
      return new Refused(objections);
    }
    return switch (Bundle.fromBlob(proposal.blob())) {
      case BundleReading.Mistaken(var mistakes) -> {
        objections.add(
            new Objection(
                "mistakes",
                "the bundle cannot be used:\n"
                    + mistakes.stream().map(Mistake::render).collect(Collectors.joining("\n"))));
        yield new Refused(objections);
      }
      case BundleReading.Loaded(var bundle) -> {
        objections.addAll(itself(bundle, statement, knownLabels));
        var widens =
            inForce
                .map(from -> widening.widens(from, bundle))
                .orElse(
                    new Widens(List.of("no bundle is in force, so all that it permits is new")));
        objections.addAll(citations(statement, widens.any(), widens.words()));
        yield objections.isEmpty()
            ? new Admitted(bundle, body(timeline, proposal, bundle, widens, millis))
            : new Refused(objections);
      }
    };
  }

  private static List<Objection> itself(
      Bundle bundle, BundleStatement statement, Set<String> knownLabels) {
    var objections = new ArrayList<Objection>();
    if (!bundle.name().equals(statement.name()) || !bundle.version().equals(statement.version())) {
      objections.add(
          new Objection(
              "name",
              "the bundle is `"
                  + bundle.name()
                  + " "
                  + bundle.version()
                  + "`, and `"
                  + statement.name()
                  + " "
                  + statement.version()
                  + "` was signed"));
    }
    for (String label : bundle.labels()) {
      if (!knownLabels.contains(label) && !bundle.ownLabels().labels().contains(label)) {
        objections.add(
            new Objection("label", "no detector of this program gives label `" + label + "`"));
      }
    }
    var failed = bundle.test().stream().filter(result -> !result.passed()).toList();
    if (!failed.isEmpty()) {
      objections.add(
          new Objection(
              "tests",
              failed.size()
                  + " of the bundle's own tests fail:\n"
                  + failed.stream()
                      .map(RuleTest.Result::sentence)
                      .collect(Collectors.joining("\n"))));
    }
    return objections;
  }

  /// What widens must say by which change record, and whether the impact is assessed anew.
  static List<Objection> citations(BundleStatement statement, boolean widens, List<String> words) {
    if (!widens || (!statement.change().isEmpty() && !statement.reassessment().isEmpty())) {
      return List.of();
    }
    String what = words.isEmpty() ? "" : ": " + String.join("; ", words);
    return List.of(
        new Objection(
            "change",
            "it allows more than the bundle in force, so a change record and a yes or no on"
                + " reassessment were expected"
                + what));
  }

  private static Json.Obj body(
      Timeline timeline, Proposal proposal, Bundle bundle, Widens widens, long millis) {
    var statement = proposal.statement();
    boolean half =
        statement.kind() == Kind.EMERGENCY && !timeline.isSignedByTwo(proposal.note(), millis);
    return Json.object()
        .put("name", statement.name())
        .put("version", statement.version())
        .put("digest", statement.digest())
        .put("bytes", bundle.blob().length())
        .put("stage", "in-force")
        .put("in_force", statement.inForce())
        .put("until", half ? Times.text(timeline.emergencyEnd(statement, millis)) : "")
        .put("mode", statement.kind().word())
        .put("replaces", timeline.at(millis).map(stage -> stage.leaf().hex()).orElse(""))
        .put("approvals", timeline.lines(proposal.note(), millis))
        .put("change", statement.change())
        .put("reassessment", statement.reassessment())
        .put("widens", widens.any())
        .build();
  }
}
