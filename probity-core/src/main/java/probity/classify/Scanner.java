package probity.classify;

import java.util.List;

/// Reads one text from left to right, as it comes.
///
/// What it finds must not depend on where the pieces of the text end.
interface Scanner {
  /// Reads on, up to the end of what is there.
  ///
  /// @param last whether nothing follows
  void read(Window text, boolean last, Sink sink);

  /// Where the earliest candidate begins: a match begun that may still complete. What stands before
  /// is decided. The end of the text when no candidate is alive.
  int alive();

  /// What the earliest candidate may become, where there is one.
  List<Kind> candidates();

  /// The first character that this scanner may look at again.
  default int needs() {
    return alive();
  }

  /// One that goes on where this one stands, in a window whose first character is that at `base`.
  ///
  /// @param of the detector that this one is of
  default Scanner resumed(Detector of, int base) {
    return of.scanner(needs() - base);
  }

  /// What else it goes on from, beside [#alive] and [#needs]; 0 where there is nothing.
  default int memory() {
    return 0;
  }

  /// Takes what was found, in rising order.
  interface Sink {
    void found(Kind kind, int start, int end, int confidence);
  }
}
