package probity.classify;

import probity.exchange.Finding;

/// A finding in a text that streams. Its end may not be known yet.
final class Hit {
  private static final int OPEN = Integer.MAX_VALUE;

  private final Kind kind;
  private final int start;
  private int end = OPEN;
  private int confidence;

  /// Whether it was counted among what was altered.
  private boolean altered;

  Hit(Kind kind, int start, int confidence) {
    this.kind = kind;
    this.start = start;
    this.confidence = confidence;
  }

  void close(int end, int confidence) {
    this.end = end;
    this.confidence = confidence;
  }

  String label() {
    return kind.label();
  }

  Kind kind() {
    return kind;
  }

  int start() {
    return start;
  }

  /// The end; above every offset as long as it is not known.
  int end() {
    return end;
  }

  int confidence() {
    return confidence;
  }

  /// The finding that it is, in a place of a body; its end must be known.
  Finding finding(int place) {
    return new Finding(label(), place, start, end, kind.id(), confidence);
  }

  /// Marks it as altered, and says whether it was not before.
  boolean alter() {
    boolean first = !altered;
    altered = true;
    return first;
  }
}
