package probity.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.gateway.Counters;
import probity.store.file.CounterFile;

/// Keeps what limits have counted across restarts: takes it from the file at the start, and writes
/// it when something was counted, at most once in ten seconds, and at the end.
///
/// A process that is killed loses what it counted since the last time it wrote, at most about ten
/// seconds. A disk that does not take it stops no call; the log says so once, and when it is over.
final class KeptCounters implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KeptCounters.class.getName());
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Counters counters;
  private final CounterFile file;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// Touched by one thread at a time: the writing one, then the one that closes.
  private boolean failing;

  private KeptCounters(Counters counters, CounterFile file, InstantSource clock) {
    this.counters = counters;
    this.file = file;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("counters").unstarted(this::run);
  }

  /// The counts as an earlier process left them. Throws a [StoreException] where they are not to be
  /// believed.
  static Counters restore(CounterFile file, InstantSource clock) {
    var counters = new Counters();
    var saved = file.read();
    if (saved.isEmpty()) return counters;
    long now = clock.millis();
    try {
      int later = counters.restore(saved.get().snapshot(), now, file::name);
      if (later > 0 || saved.get().at() > now) {
        LOG.log(
            Level.WARNING,
            "the clock is behind the counters of limits, which were written at {0}; {1} of them"
                + " count from now on for the whole of their windows",
            new Object[] {Instant.ofEpochMilli(saved.get().at()), later});
      }
    } catch (IllegalArgumentException e) {
      throw file.refused("is no snapshot of counters: " + e.getMessage());
    }
    return counters;
  }

  /// Begins to write what is counted from now on.
  static KeptCounters start(Counters counters, CounterFile file, InstantSource clock) {
    var kept = new KeptCounters(counters, file, clock);
    kept.thread.start();
    return kept;
  }

  private void run() {
    try {
      Duration wait = LOOK;
      while (!closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean due = counters.changed() || failing;
        if (due) save();
        wait = due ? PAUSE : LOOK;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void save() {
    try {
      long now = clock.millis();
      file.write(now, counters.snapshot(now, file::name));
      if (failing) LOG.info("the counters of limits are written again");
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.log(
            Level.SEVERE,
            "the counters of limits cannot be written; a restart would begin at the last that were",
            e);
      }
      failing = true;
    }
  }

  /// Writes what was counted last. Nothing may be counted any more.
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (counters.changed() || failing) save();
  }
}
