package probity.policy.check;

import java.util.Comparator;
import probity.yaml.Mistake;

/// Something suspicious in a bundle that loads.
///
/// @param kind a word for machines, such as `shadowed`
/// @param at the place, and what is there
/// @param why what follows from it
/// @param todo what its author can do
public record Finding(Level level, String kind, Mistake at, String why, String todo) {
  /// How much it weighs.
  public enum Level {
    /// Almost certainly not what its author meant; the check fails.
    FINDING,
    /// Worth a look.
    NOTE
  }

  /// By weight, then from the top of the first file to the end of the last.
  static final Comparator<Finding> IN_ORDER =
      Comparator.comparing(Finding::level)
          .thenComparing(finding -> finding.at().file())
          .thenComparingInt(finding -> finding.at().line())
          .thenComparingInt(finding -> finding.at().column())
          .thenComparing(Finding::kind);

  /// As a person reads it: place, what, the line with a caret, why, and what to do.
  public String render() {
    return (level == Level.NOTE ? "note " : "finding ")
        + kind
        + "\n"
        + at.render()
        + "\n  why: "
        + why
        + "\n  do:  "
        + todo;
  }
}
