package probity.token;

import probity.wire.Splice;
import probity.wire.Texts;

/// Goes through the texts of a request from one part that is replaced to the next, and knows how
/// deep in JSON it is. A part takes escapes of JSON, and characters beyond U+FFFF, as a whole.
final class Walk {
  private final Texts texts;
  private int place = -1;
  private String text = "";
  private int at;

  /// Of the text as it came.
  private Depth came = new Depth();

  /// Where no escape and no pair was parted last.
  private int whole;

  /// Of the text as it leaves, by which whoever restores it goes; it has come to `left`.
  private Depth leaves = new Depth();

  private int left;
  private int start;

  Walk(Texts texts) {
    this.texts = texts;
  }

  /// Goes to the next part; not where the one before it has taken all of it.
  boolean to(Splice.Span span) {
    if (span.place() != place) begin(span.place());
    goTo(span.start());
    start = Math.max(whole, left);
    goTo(span.end());
    while (at < text.length() && whole < at) goOn();
    if (at <= start) return false;
    read(text, left, start);
    left = at;
    return true;
  }

  private void begin(int next) {
    place = next;
    text = texts.text(place);
    at = 0;
    whole = 0;
    left = 0;
    came = new Depth();
    leaves = new Depth();
  }

  private void goTo(int offset) {
    while (at < offset) goOn();
  }

  private void goOn() {
    came.read(text.charAt(at++));
    boolean parts = at < text.length() && Character.isLowSurrogate(text.charAt(at));
    if (came.whole() && !parts) whole = at;
  }

  private void read(String from, int start, int end) {
    for (int i = start; i < end; i++) leaves.read(from.charAt(i));
  }

  int start() {
    return start;
  }

  int end() {
    return at;
  }

  /// How deep the part begins.
  int depth() {
    return leaves.depth();
  }

  /// Whether a digit or letter stands directly before the part, or behind it.
  ///
  /// @param next whether something else leaves in the place of what stands behind it
  boolean joined(boolean next) {
    return next
        || TokenTrie.joins(leaves.last())
        || (at < text.length() && TokenTrie.joins(text.charAt(at)));
  }

  /// The part.
  String text() {
    return text.substring(start, at);
  }

  /// Something leaves in the part's place.
  void leaves(String instead) {
    read(instead, 0, instead.length());
  }
}
