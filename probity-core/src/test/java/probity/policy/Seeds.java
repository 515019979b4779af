package probity.policy;

import java.util.Random;
import java.util.function.Consumer;

/// Runs a law for many seeds; a failure prints its seed, and `-Dseed=N` runs that one alone.
public final class Seeds {
  private Seeds() {}

  public static void check(int count, Consumer<Random> law) {
    String only = System.getProperty("seed");
    long from = only == null ? 0 : Long.parseLong(only);
    long until = only == null ? count : from + 1;
    for (long seed = from; seed < until; seed++) {
      try {
        law.accept(new Random(seed));
      } catch (Throwable failure) {
        throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
  }
}
