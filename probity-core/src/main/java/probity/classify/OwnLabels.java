package probity.classify;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The labels that a bundle defines, looked for together in one pass, on every direction and in
/// streams like those of the product.
public final class OwnLabels {
  /// None.
  public static final OwnLabels NONE = new OwnLabels(List.of(), Optional.empty());

  /// More labels than this are not looked for together.
  public static final int LABELS_MAX = 32;

  /// Words and patterns of one label.
  public static final int FORMS_MAX = 5_000;

  /// What all of them may need: some 20 MB, and a second to build.
  static final int STATES_MAX = 50_000;

  private final List<OwnLabel> all;
  private final Optional<RuleSet> rules;

  private OwnLabels(List<OwnLabel> all, Optional<RuleSet> rules) {
    this.all = List.copyOf(all);
    this.rules = rules;
  }

  /// @throws IllegalArgumentException where they need too many states together
  public static OwnLabels of(List<OwnLabel> labels) {
    if (labels.isEmpty()) return NONE;
    var rules = labels.stream().map(OwnLabel::rule).toList();
    return new OwnLabels(labels, Optional.of(RuleSet.ofEveryScript(rules, STATES_MAX)));
  }

  /// As they are defined.
  public List<OwnLabel> all() {
    return all;
  }

  /// Their names.
  public SortedSet<String> labels() {
    return Collections.unmodifiableSortedSet(
        all.stream().map(OwnLabel::label).collect(Collectors.toCollection(TreeSet::new)));
  }

  /// What finds those of some labels; empty where none of them is here.
  Optional<RuleSet> finding(Collection<String> some) {
    if (labels().stream().noneMatch(some::contains)) return Optional.empty();
    return rules.map(set -> set.asking(some));
  }
}
