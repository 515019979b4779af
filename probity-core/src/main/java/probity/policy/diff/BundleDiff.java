package probity.policy.diff;

import java.util.List;
import java.util.stream.Stream;
import probity.policy.Bundle;

/// How one bundle differs from another.
///
/// @param declared what is declared otherwise, and requirements
/// @param rules rules that came, went and changed
/// @param examples what was tried on both and comes to something else, wider ones first
/// @param tried how many scenarios were tried on both
public record BundleDiff(
    List<Change> declared, List<Change> rules, List<Example> examples, int tried) {
  public BundleDiff {
    declared = List.copyOf(declared);
    rules = List.copyOf(rules);
    examples = List.copyOf(examples);
  }

  /// Compares two bundles: what they say, and what they decide on scenarios made of both.
  public static BundleDiff of(Bundle from, Bundle to) {
    if (from.digest().equals(to.digest()))
      return new BundleDiff(List.of(), List.of(), List.of(), 0);
    var exploration = new Exploration(from, to);
    var examples = exploration.examples();
    var declared = new DeclaredChanges(from, to).changes();
    var rules = new RuleChanges(from, to).changes();
    return new BundleDiff(declared, rules, examples, exploration.tried());
  }

  public List<Example> examples(Direction direction) {
    return examples.stream().filter(example -> example.direction() == direction).toList();
  }

  /// All changes that may permit more by themselves.
  public List<Change> widening() {
    return Stream.concat(declared.stream(), rules.stream())
        .filter(change -> change.direction().widens())
        .toList();
  }

  /// Whether it permits more: shown by an example, or not ruled out.
  public boolean widens() {
    return !widening().isEmpty() || !examples(Direction.WIDER).isEmpty();
  }
}
