package probity.wire;

import java.util.Random;
import java.util.function.Consumer;

/// Checks a law with many random inputs. A failure names its seed, and `-Dseed=N` runs that one
/// alone.
public final class Seeds {
  private Seeds() {}

  public static void check(int count, Consumer<Random> law) {
    Long only = Long.getLong("seed");
    for (long seed = only == null ? 0 : only; seed < (only == null ? count : only + 1); seed++) {
      try {
        law.accept(new Random(seed));
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
  }
}
