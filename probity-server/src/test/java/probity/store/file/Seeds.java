package probity.store.file;

import java.util.Random;

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
        law.check(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("fails with -Dseed=" + seed, e);
      }
    }
  }
}
