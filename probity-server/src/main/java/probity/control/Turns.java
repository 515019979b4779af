package probity.control;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Lets bundles take their turns: looks several times a second whether another one is due.
public final class Turns implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Turns.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Thread thread;

  private Turns(Thread thread) {
    this.thread = thread;
  }

  public static Turns start(Bundles bundles) {
    return new Turns(Thread.ofVirtual().name("bundle-turns").start(() -> run(bundles)));
  }

  private static void run(Bundles bundles) {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        try {
          bundles.tick();
        } catch (RuntimeException e) {
          LOG.log(Level.SEVERE, "a bundle could not take its turn", e);
        }
      }
    } catch (InterruptedException closing) {
      // The end of this thread.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
