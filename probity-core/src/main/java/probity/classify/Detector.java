package probity.classify;

import java.util.List;

/// Finds things of some kinds in texts.
interface Detector {
  List<Kind> kinds();

  /// A reader of one text, whose matches begin at `from` at the earliest; what stands before is
  /// looked at for word boundaries alone.
  Scanner scanner(int from);
}
