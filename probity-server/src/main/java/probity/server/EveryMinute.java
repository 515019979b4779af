package probity.server;

import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Does a few things once a minute, one after the other; one that fails is logged and tried again.
final class EveryMinute implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EveryMinute.class.getName());
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Thread thread;

  EveryMinute(Runnable... chores) {
    var each = List.of(chores);
    thread = Thread.ofVirtual().name("every-minute").start(() -> run(each));
  }

  private static void run(List<Runnable> chores) {
    try {
      while (true) {
        Thread.sleep(MINUTE);
        chores.forEach(EveryMinute::perform);
      }
    } catch (InterruptedException closing) {
      // The end of this thread.
    }
  }

  private static void perform(Runnable chore) {
    try {
      chore.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a chore of every minute failed", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
