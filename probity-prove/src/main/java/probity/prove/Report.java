package probity.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import probity.exchange.Facts;
import probity.policy.Bundle;
import probity.policy.Decision;
import probity.policy.Rule;

/// What was shown, as lines for people.
final class Report {
  private final Map<String, Rule> rules;

  Report(Bundle bundle) {
    rules = bundle.rules().stream().collect(Collectors.toMap(Rule::id, Function.identity()));
  }

  List<String> lines(Proof proof) {
    var lines = new ArrayList<String>();
    var invariant = proof.invariant();
    lines.add("%-10s `%s`: %s".formatted(word(proof), invariant.id(), invariant.says()));
    switch (proof) {
      case Proof.Kept _ -> {}
      case Proof.NotShown(_, var reasons) -> reasons.forEach(reason -> lines.add("  " + reason));
      case Proof.Broken broken -> lines.addAll(example(broken));
    }
    return lines;
  }

  private static String word(Proof proof) {
    return switch (proof) {
      case Proof.Kept _ -> "kept";
      case Proof.Broken _ -> "broken";
      case Proof.NotShown _ -> "not shown";
    };
  }

  /// The counter-example as a test that fails beside the rule today and passes once it is mended.
  private List<String> example(Proof.Broken broken) {
    boolean answer = broken.invariant().on() == Facts.Phase.RESPONSE;
    var lines = new ArrayList<String>();
    lines.add(
        answer
            ? "  no rule refuses this answer; a test for the rule that should:"
            : "  permitted by " + permits(broken.decision()) + "; a test that fails beside it:");
    lines.add("    - name: counter-example to `" + broken.invariant().id() + "`");
    lines.add("      given: " + Told.facts(broken.given()));
    lines.add("      expect: " + (answer ? "refuse" : "none"));
    return lines;
  }

  private String permits(Decision decision) {
    return decision.decided().stream()
        .map(rules::get)
        .filter(rule -> rule != null && rule.then() instanceof probity.policy.Effect.Permit)
        .map(Report::place)
        .collect(Collectors.joining(" and "));
  }

  private static String place(Rule rule) {
    return "`" + rule.id() + "` (" + rule.file() + ":" + rule.line() + ")";
  }

  static List<String> lines(Notes.Noted noted) {
    var lines = new ArrayList<String>();
    noted
        .notes()
        .forEach(note -> lines.add("note: rule " + place(note.rule()) + ": " + note.says()));
    if (noted.unseen() > 0) {
      lines.add("note: there was no time to look at " + noted.unseen() + " rules");
    }
    return lines;
  }

  static String summary(List<Proof> proofs) {
    if (proofs.isEmpty()) return "the bundle states no invariant (`invariants.yaml`)";
    return "%d invariants: %d kept, %d broken, %d not shown"
        .formatted(
            proofs.size(),
            proofs.stream().filter(Proof.Kept.class::isInstance).count(),
            proofs.stream().filter(Proof.Broken.class::isInstance).count(),
            proofs.stream().filter(Proof.NotShown.class::isInstance).count());
  }
}
