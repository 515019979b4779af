package probity.policy.render;

import java.util.ArrayList;
import java.util.List;
import probity.policy.Requirement;
import probity.policy.Requirement.MetBy;
import probity.policy.RequirementsReport;
import probity.policy.RequirementsReport.Line;
import probity.policy.RequirementsReport.Standing;
import probity.policy.render.Block.Grid;
import probity.policy.render.Block.Paragraph;
import probity.policy.render.Block.Row;
import probity.policy.render.Span.Tone;

/// The requirements, and which of them are not the gateway's to enforce.
final class RequirementTables {
  private RequirementTables() {}

  static Section all(RequirementsReport report) {
    return Section.of(
        "requirements",
        "Requirements",
        new Grid(
            "Every requirement, where it comes from and what meets it",
            List.of("id", "requirement", "source", "met by", "standing"),
            List.of(12, 34, 21, 27, 16),
            report.lines().stream()
                .map(line -> row(Anchors.requirement(line.requirement().id()), line))
                .toList()));
  }

  private static Row row(String anchor, Line line) {
    Requirement requirement = line.requirement();
    return new Row(
        anchor,
        List.of(
            Words.code(requirement.id()),
            Words.plain(
                requirement.sentence()
                    + " ("
                    + requirement.kind().word()
                    + requirement.owner().map(owner -> "; owner " + owner).orElse("")
                    + ")"),
            source(requirement),
            metBy(line),
            standing(line.standing())));
  }

  static Section notEnforced(RequirementsReport report) {
    return some(
        "not-enforced",
        "Requirements that the gateway does not enforce",
        report.standing(Standing.OTHERWISE_MET),
        "No rule carries these out. What meets them happens outside of the gateway, and no record of"
            + " traffic shows whether it did.",
        "None: every requirement is carried out by a rule, or met by nothing.");
  }

  static Section unmet(RequirementsReport report) {
    return some(
        "unmet",
        "Requirements that nothing meets",
        report.standing(Standing.UNMET),
        "The bundle names no rule, objective, validation or process for these.",
        "None.");
  }

  private static Section some(
      String anchor, String title, List<Line> lines, String about, String none) {
    if (lines.isEmpty()) return Section.of(anchor, title, new Paragraph(Words.plain(none)));
    return Section.of(
        anchor,
        title,
        new Paragraph(Words.plain(about)),
        new Grid(
            title,
            List.of("id", "requirement", "source", "met by", "standing"),
            List.of(12, 34, 21, 27, 16),
            lines.stream().map(line -> row("", line)).toList()));
  }

  private static Words source(Requirement requirement) {
    var source = requirement.source();
    return Words.plain(source.from().word().replace('-', ' ') + ": " + source.ref());
  }

  private static Words metBy(Line line) {
    var parts = new ArrayList<Words>();
    line.rules().forEach(rule -> parts.add(Words.link(rule, Anchors.rule(rule))));
    for (MetBy met : line.otherwise()) parts.add(otherwise(met));
    return Words.joined("; ", parts);
  }

  private static Words otherwise(MetBy met) {
    return switch (met) {
      case MetBy.ByRule(var rule) -> Words.link(rule, Anchors.rule(rule));
      case MetBy.ByObjective(var objective, var metric) ->
          Words.of(
              Words.plain("objective "),
              Words.code(objective),
              Words.plain(", measured: " + metric));
      case MetBy.ByValidation(var ref) -> Words.plain("validation: " + ref);
      case MetBy.ByProcess(var ref) -> Words.plain("process: " + ref);
    };
  }

  static Words standing(Standing standing) {
    return switch (standing) {
      case ENFORCED -> Words.badge("enforced", Tone.GOOD);
      case OTHERWISE_MET -> Words.badge("not enforced", Tone.OPEN);
      case UNMET -> Words.badge("met by nothing", Tone.BAD);
    };
  }
}
