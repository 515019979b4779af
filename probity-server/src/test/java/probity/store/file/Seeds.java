package probity.store.file;

import java.util.Random;
import java.util.SplittableRandom;

/// Runs a law on random cases. A failure names its seed, and `-Dseed=N` runs that one alone.
final class Seeds {
  private Seeds() {}

  interface Law {
    void check(Random random) throws Exception;
  }

  static void check(int cases, Law law) {
    String only = System.getProperty("seed", "");
    long first = only.isEmpty() ? new Random().nextInt(1_000_000) : Long.parseLong(only);
    for (long seed = first; seed < first + (only.isEmpty() ? cases : 1); seed++) {
      try {
        // Neighbouring seeds of `Random` begin almost alike.
        law.check(new Random(new SplittableRandom(seed).nextLong()));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("fails with -Dseed=" + seed, e);
      }
    }
  }
}
