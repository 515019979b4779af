package probity.console.traffic;

import java.util.List;
import probity.console.Tone;
import probity.policy.Bundle;
import probity.policy.diff.BundleDiff;
import probity.policy.diff.Change;
import probity.policy.diff.Direction;
import probity.policy.diff.Example;

/// How one bundle differs from another: what it says, and what it decides on scenarios of both.
///
/// @param widens in words, whether it permits more
public record DifferencePage(
    Side from,
    Side to,
    Tone tone,
    String widens,
    List<String> wider,
    List<String> narrower,
    long omitted,
    List<Line> declared,
    List<Line> rules,
    String tried) {
  /// Examples of one direction.
  private static final int EXAMPLES_MAX = 50;

  public DifferencePage {
    wider = List.copyOf(wider);
    narrower = List.copyOf(narrower);
    declared = List.copyOf(declared);
    rules = List.copyOf(rules);
  }

  public record Side(String name, String path) {}

  public record Line(String what, String direction, Tone tone, String before, String after) {}

  static DifferencePage of(Bundle from, Bundle to) {
    var diff = BundleDiff.of(from, to);
    var wider = sentences(diff, Direction.WIDER);
    var narrower = sentences(diff, Direction.NARROWER);
    long omitted =
        Math.max(0L, wider.size() - EXAMPLES_MAX) + Math.max(0L, narrower.size() - EXAMPLES_MAX);
    return new DifferencePage(
        side(from),
        side(to),
        diff.widens() ? Tone.CARE : Tone.GOOD,
        widens(diff),
        wider.stream().limit(EXAMPLES_MAX).toList(),
        narrower.stream().limit(EXAMPLES_MAX).toList(),
        omitted,
        diff.declared().stream().map(DifferencePage::line).toList(),
        diff.rules().stream().map(DifferencePage::line).toList(),
        Told.count(diff.tried(), "scenario was", "scenarios were") + " tried on both.");
  }

  private static Side side(Bundle bundle) {
    return new Side(
        bundle.name() + " " + bundle.version(), BundlesPage.path(bundle.digest().hex()));
  }

  private static String widens(BundleDiff diff) {
    if (!diff.examples(Direction.WIDER).isEmpty()) return "It permits more: examples below.";
    if (diff.widening().stream().anyMatch(one -> one.direction() == Direction.WIDER)) {
      return "It permits more: changes below.";
    }
    return diff.widens()
        ? "Perhaps it permits more: there is no example, and it is not ruled out."
        : "It permits no more than before.";
  }

  private static List<String> sentences(BundleDiff diff, Direction direction) {
    return diff.examples(direction).stream().map(Example::sentence).map(Told::quoted).toList();
  }

  private static Line line(Change change) {
    boolean rule = change.topic().startsWith("rule ");
    return new Line(
        Told.quoted(change.what()),
        change.direction().word(),
        change.direction().widens() ? Tone.CARE : Tone.PLAIN,
        rule ? change.before() : "",
        rule ? change.after() : "");
  }
}
