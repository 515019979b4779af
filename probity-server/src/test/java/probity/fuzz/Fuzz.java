package probity.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Feeds a parser with mutants of valid inputs ([Mutants]). A failure names its seed, and
/// `-Dseed=N` runs that one alone; `-Dfuzz.seconds=N` goes on for that long, from a random seed.
public final class Fuzz {
  private static final Duration HANG = Duration.ofSeconds(60);

  private Fuzz() {}

  /// What holds for every input. It may throw nothing: an exception is a fault of the parser.
  public interface Law {
    void check(byte[] input, Random random) throws Exception;
  }

  /// @param count of inputs where nothing else is asked for
  public static void check(int count, Collection<byte[]> corpus, Law law) {
    var mutants = new Mutants(List.copyOf(corpus));
    Long only = Long.getLong("seed");
    long seconds = Long.getLong("fuzz.seconds", 0);
    long first = only != null ? only : seconds > 0 ? new Random().nextInt() & 0x7fffffffL : 0;
    long until = only != null ? first + 1 : seconds > 0 ? Long.MAX_VALUE : first + count;
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    var seed = new AtomicLong(first);
    try {
      assertTimeoutPreemptively(
          HANG.plusSeconds(seconds),
          () -> {
            for (; seed.get() < until; seed.incrementAndGet()) {
              // Neighbouring seeds of `Random` begin almost alike.
              var random = new Random(new SplittableRandom(seed.get()).nextLong());
              law.check(mutants.next(random), random);
              if (seconds > 0 && System.nanoTime() > end) return;
            }
          });
    } catch (Throwable failure) {
      throw new AssertionError("fails with -Dseed=" + seed.get(), failure);
    }
  }

  /// The corpus of some texts.
  public static List<byte[]> texts(String... texts) {
    return List.of(texts).stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
