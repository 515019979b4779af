package probity.classify;

/// Many patterns as one deterministic automaton that reads from a given character on. A step costs
/// the same however many patterns there are.
///
/// States are numbers; [#DEAD] has no way to a match.
final class Automaton {
  static final int DEAD = 0;
  static final int START = 1;

  /// Where the patterns begin that are looked for in some places only. They have states of their
  /// own: together with the others there would be many more.
  final int after;

  /// Of every character, the class of those that no pattern tells apart from it.
  private final byte[] classes;

  private final int width;

  /// By state and class, the next state.
  private final int[] next;

  /// By state, the patterns that it completes, as an index into `sets`.
  private final int[] accepts;

  private final int[][] sets;

  /// By state, the kinds of what it completes, and of what may still be completed from it, as bits.
  private final long[] kinds;

  Automaton(
      byte[] classes, int width, int[] next, int[] accepts, int[][] sets, long[] kinds, int after) {
    this.classes = classes;
    this.width = width;
    this.next = next;
    this.accepts = accepts;
    this.sets = sets;
    this.kinds = kinds;
    this.after = after;
  }

  int step(int state, char c) {
    return next[state * width + (classes[c] & 0xff)];
  }

  /// The kinds of what a state completes or may lead to, as bits.
  long kinds(int state) {
    return kinds[state];
  }

  /// A number for the patterns that a state completes; 0 where it completes none.
  int accepts(int state) {
    return accepts[state];
  }

  /// The patterns of such a number, in rising order.
  int[] patterns(int accepts) {
    return sets[accepts];
  }

  int states() {
    return accepts.length;
  }
}
