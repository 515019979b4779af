package probity.policy.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import probity.policy.AiSystem;
import probity.policy.Bundle;
import probity.policy.Controls;
import probity.policy.Requirement;
import probity.policy.RequirementsReport;
import probity.policy.RequirementsReport.Standing;
import probity.policy.Rule;
import probity.policy.render.Block.Group;
import probity.policy.render.Block.Line;
import probity.policy.render.Block.Matrix;
import probity.policy.render.Block.Paragraph;
import probity.policy.render.Block.Share;
import probity.policy.render.Block.Shares;
import probity.policy.render.Block.Term;
import probity.policy.render.Span.Tone;

/// The title block, and the pictures for people who would rather look.
final class Overview {
  private Overview() {}

  static List<Term> about(Bundle bundle) {
    return List.of(
        Term.of("bundle", Words.code(bundle.name())),
        Term.of("version", Words.code(bundle.version())),
        Term.of(
            "environment",
            bundle
                .environment()
                .map(Words::code)
                .orElse(Words.plain("none: the bundle without an overlay"))),
        Term.of("digest (SHA-256)", Words.code(bundle.digest().hex())),
        new Term("AI systems", bundle.systems().stream().map(Overview::system).toList()),
        Term.of("intended uses", Words.list(bundle.uses(), use -> Words.code(use.id()))),
        Term.of("routes", Words.list(bundle.routes(), route -> Words.code(route.id()))));
  }

  private static Block system(AiSystem system) {
    return new Paragraph(Words.of(Words.code(system.id()), Words.plain(": " + assessed(system))));
  }

  /// What the assessment says of a system, in one line.
  static String assessed(AiSystem system) {
    return (system.version().isEmpty() ? "" : "version " + system.version() + ", ")
        + "impact assessment "
        + system.assessment()
        + ", risk class "
        + system.riskClass();
  }

  static Section section(Bundle bundle, RequirementsReport report) {
    var counts = report.counts();
    var shares =
        new Shares(
            "How the " + report.lines().size() + " requirements are met",
            List.of(
                new Share(
                    "enforced by rules", counts.getOrDefault(Standing.ENFORCED, 0L), Tone.GOOD),
                new Share(
                    "met otherwise, not by the gateway",
                    counts.getOrDefault(Standing.OTHERWISE_MET, 0L),
                    Tone.OPEN),
                new Share("met by nothing", counts.getOrDefault(Standing.UNMET, 0L), Tone.BAD)));
    return Section.of("overview", "At a glance", shares, matrix(bundle));
  }

  private static Matrix matrix(Bundle bundle) {
    var named = new TreeSet<>(Controls.ORDER);
    bundle.rules().forEach(rule -> named.addAll(rule.controls()));
    var controls = List.copyOf(named);
    Map<String, List<Rule>> byRequirement = new TreeMap<>();
    bundle
        .rules()
        .forEach(rule ->
            byRequirement.computeIfAbsent(rule.requirement(), _ -> new ArrayList<>()).add(rule));
    var groups = new ArrayList<Group>();
    for (Requirement requirement : bundle.requirements()) {
      List<Rule> rules = byRequirement.getOrDefault(requirement.id(), List.of());
      if (rules.isEmpty()) continue;
      groups.add(
          new Group(
              requirement.id(),
              requirement.sentence(),
              rules.stream().map(rule -> line(rule, controls)).toList()));
    }
    return new Matrix("Which rule serves which control, by requirement", controls, groups);
  }

  private static Line line(Rule rule, List<String> controls) {
    var marks = new TreeSet<Integer>();
    rule.controls().forEach(control -> marks.add(controls.indexOf(control)));
    return new Line(rule.id(), rule.then().word().text(), EffectInWords.tone(rule.then()), marks);
  }
}
