package probity.index;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.ledger.Note;

/// Keeps an index up to date from a thread of its own, a second behind.
///
/// Traffic never waits for it: it reads published files alone. Where it fails it says so once, in
/// one line, and tries again ever slower, up to every ten minutes.
public final class Follower implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Follower.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SLOWEST = Duration.ofMinutes(10);
  private static final Duration END = Duration.ofSeconds(5);

  private final Path data;
  private final Thread thread;
  private List<Note> seen = List.of();
  private volatile boolean closed;

  private Follower(Path data) {
    this.data = data;
    this.thread = Thread.ofPlatform().daemon().name("index").unstarted(this::run);
  }

  /// Begins to follow the ledger below `data`.
  public static Follower start(Path data) {
    var follower = new Follower(data);
    follower.thread.start();
    return follower;
  }

  private void run() {
    var wait = EVERY;
    while (!closed) {
      try {
        follow();
        if (!wait.equals(EVERY)) LOG.info("the index follows the ledger again");
        wait = EVERY;
      } catch (RuntimeException e) {
        // Closing interrupts whatever it reads.
        if (closed) return;
        if (wait.equals(EVERY)) LOG.log(Level.WARNING, "index: {0}", e.getMessage());
        wait = wait.multipliedBy(2).compareTo(SLOWEST) < 0 ? wait.multipliedBy(2) : SLOWEST;
      }
      try {
        Thread.sleep(wait);
      } catch (InterruptedException closing) {
        return;
      }
    }
  }

  /// Opens the index only when a checkpoint has changed, each time anew: `reindex` may have put
  /// another file in its place.
  private void follow() {
    var notes =
        LogFiles.all(data.resolve("ledger")).stream().map(log -> log.checkpoint().note()).toList();
    if (notes.equals(seen)) return;
    try (var index = Index.open(data)) {
      index.catchUp((_, _, _) -> {
        if (closed) throw new Closing();
      });
    } catch (Closing closing) {
      return;
    }
    seen = notes;
  }

  private static final class Closing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Closing() {
      super("closing", null, false, false);
    }
  }

  /// Ends after the batch at hand.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
