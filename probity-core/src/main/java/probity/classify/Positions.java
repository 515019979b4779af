package probity.classify;

import java.util.Arrays;

/// A set of positions in patterns, in rising order. What is below zero is no position: the end of a
/// pattern, `-1 - pattern`, or the mark of a loop.
final class Positions {
  static final Positions NONE = new Positions(new int[0]);

  private final int[] positions;

  private Positions(int[] positions) {
    this.positions = positions;
  }

  /// @param some in any order, also more than once; the array is not used again
  static Positions of(int... some) {
    Arrays.sort(some);
    int kept = 0;
    for (int i = 0; i < some.length; i++) {
      if (i == 0 || some[i] != some[i - 1]) some[kept++] = some[i];
    }
    return new Positions(kept == some.length ? some : Arrays.copyOf(some, kept));
  }

  Positions and(Positions other) {
    int[] both = Arrays.copyOf(positions, positions.length + other.positions.length);
    System.arraycopy(other.positions, 0, both, positions.length, other.positions.length);
    return of(both);
  }

  Positions without(int position) {
    return new Positions(Arrays.stream(positions).filter(each -> each != position).toArray());
  }

  int size() {
    return positions.length;
  }

  int get(int i) {
    return positions[i];
  }

  /// The numbers of the patterns that end here.
  Positions ended() {
    return of(Arrays.stream(positions).filter(each -> each < 0).map(each -> -1 - each).toArray());
  }

  int[] toArray() {
    return positions.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Positions those && Arrays.equals(positions, those.positions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(positions);
  }
}
