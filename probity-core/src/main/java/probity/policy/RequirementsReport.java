package probity.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import probity.policy.Requirement.MetBy;

/// How the requirements of a bundle are met, and by what.
///
/// @param lines one for each requirement, in the order of the bundle
/// @param rulesWithout ids of rules whose requirement is not there; reading a bundle does not let
///   one through, so this is for whoever puts rules and requirements together by other means
public record RequirementsReport(List<Line> lines, SortedSet<String> rulesWithout) {
  /// By whom or what a requirement is met.
  public enum Standing {
    /// At least one rule carries it out.
    ENFORCED,
    /// No rule, but an objective, a validation or a process record.
    OTHERWISE_MET,
    UNMET
  }

  /// One requirement with what meets it.
  ///
  /// @param rules ids of the rules that carry it out, whether they name it or it names them
  /// @param otherwise everything else that meets it
  public record Line(Requirement requirement, SortedSet<String> rules, List<MetBy> otherwise) {
    public Line {
      rules = Collections.unmodifiableSortedSet(new TreeSet<>(rules));
      otherwise = List.copyOf(otherwise);
    }

    public Standing standing() {
      if (!rules.isEmpty()) return Standing.ENFORCED;
      return otherwise.isEmpty() ? Standing.UNMET : Standing.OTHERWISE_MET;
    }
  }

  public RequirementsReport {
    lines = List.copyOf(lines);
    rulesWithout = Collections.unmodifiableSortedSet(new TreeSet<>(rulesWithout));
  }

  public static RequirementsReport of(List<Requirement> requirements, List<Rule> rules) {
    SortedMap<String, SortedSet<String>> carriedOut = new TreeMap<>();
    rules.forEach(rule ->
        carriedOut.computeIfAbsent(rule.requirement(), _ -> new TreeSet<>()).add(rule.id()));
    var present = rules.stream().map(Rule::id).collect(Collectors.toSet());
    var lines = new ArrayList<Line>();
    for (Requirement requirement : requirements) {
      var by =
          new TreeSet<>(carriedOut.getOrDefault(requirement.id(), Collections.emptySortedSet()));
      var otherwise = new ArrayList<MetBy>();
      for (MetBy met : requirement.metBy()) {
        switch (met) {
          // A rule that is not there meets nothing.
          case MetBy.ByRule(var rule) when !present.contains(rule) -> {}
          case MetBy.ByRule(var rule) -> by.add(rule);
          case MetBy.ByObjective _, MetBy.ByValidation _, MetBy.ByProcess _ -> otherwise.add(met);
        }
      }
      lines.add(new Line(requirement, by, otherwise));
    }
    var known = requirements.stream().map(Requirement::id).collect(Collectors.toSet());
    return new RequirementsReport(
        lines,
        rules.stream()
            .filter(rule -> !known.contains(rule.requirement()))
            .map(Rule::id)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /// The requirements of a standing, in the order of the bundle.
  public List<Line> standing(Standing standing) {
    return lines.stream().filter(line -> line.standing() == standing).toList();
  }

  /// How many requirements there are of each standing.
  public Map<Standing, Long> counts() {
    var counts = new TreeMap<Standing, Long>();
    for (Standing standing : Standing.values()) counts.put(standing, 0L);
    lines.forEach(line -> counts.merge(line.standing(), 1L, Long::sum));
    return Collections.unmodifiableMap(counts);
  }
}
