package probity.console.traffic;

import java.util.List;
import java.util.stream.Collectors;
import probity.policy.Bundle;
import probity.policy.Requirement;
import probity.policy.RequirementsReport;
import probity.policy.Route;

/// One bundle: what it declares, its requirements, and its rules as written.
public record BundlePage(
    String digest,
    List<AiSystem> systems,
    List<Way> routes,
    List<Required> requirements,
    List<RecordPage.RuleText> rules,
    List<Other> others,
    String records) {
  /// Other bundles with which it can be compared.
  private static final int OTHERS_MAX = 20;

  public BundlePage {
    systems = List.copyOf(systems);
    routes = List.copyOf(routes);
    requirements = List.copyOf(requirements);
    rules = List.copyOf(rules);
    others = List.copyOf(others);
  }

  public record AiSystem(String id, String assessment, String riskClass) {}

  public record Way(
      String id,
      String path,
      String format,
      String provider,
      String models,
      String system,
      String use,
      String kept) {}

  /// @param rules ids of those that carry it out
  /// @param otherwise what else meets it, in words
  public record Required(
      String id, String sentence, String source, List<String> rules, String otherwise) {
    public Required {
      rules = List.copyOf(rules);
    }
  }

  public record Other(String name, String path) {}

  static BundlePage of(Bundle bundle, BundleHistory history) {
    String digest = bundle.digest().hex();
    return new BundlePage(
        digest,
        bundle.routes().stream()
            .map(route -> new AiSystem(route.system(), route.assessment(), route.riskClass()))
            .distinct()
            .toList(),
        bundle.routes().stream().map(BundlePage::way).toList(),
        RequirementsReport.of(bundle.requirements(), bundle.rules()).lines().stream()
            .map(line -> required(line))
            .toList(),
        RuleTexts.all(bundle),
        history.timeline().stages().reversed().stream()
            .filter(stage -> !stage.ref().digest().hex().equals(digest))
            .map(stage ->
                new Other(
                    stage.ref().name() + " " + stage.ref().version(),
                    "/bundles/" + digest + "/since/" + stage.ref().digest().hex()))
            .distinct()
            .limit(OTHERS_MAX)
            .toList(),
        "/records?" + Told.part("bundle", digest));
  }

  private static Way way(Route route) {
    return new Way(
        route.id(),
        String.join(", ", route.methods()) + " " + route.path(),
        route.format(),
        route.provider(),
        route.models().isEmpty() ? "–" : String.join(", ", route.models()),
        route.system(),
        route.use(),
        route.keep() == Route.Keep.NONE ? "no content" : "content, for reviewers");
  }

  private static Required required(RequirementsReport.Line line) {
    return new Required(
        line.requirement().id(),
        line.requirement().sentence(),
        RuleTexts.source(line.requirement()),
        List.copyOf(line.rules()),
        line.otherwise().stream().map(BundlePage::met).collect(Collectors.joining("; ")));
  }

  private static String met(Requirement.MetBy met) {
    return switch (met) {
      case Requirement.MetBy.ByRule(var rule) -> "rule " + rule;
      case Requirement.MetBy.ByObjective(var objective, var metric) ->
          "objective " + objective + ", measured by " + metric;
      case Requirement.MetBy.ByValidation(var ref) -> "validation " + ref;
      case Requirement.MetBy.ByProcess(var ref) -> "process " + ref;
    };
  }
}
