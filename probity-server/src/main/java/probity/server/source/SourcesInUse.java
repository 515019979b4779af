package probity.server.source;

import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.source.SourceIndex;
import probity.source.Sources;

/// The index that a gateway asks: looks every few seconds whether another is published, and takes
/// it when it is loaded. One that cannot be loaded is logged, and the one before stays.
public final class SourcesInUse implements Sources, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SourcesInUse.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final SourcesFolder folder;
  private final Thread thread;

  // Written by the thread that looks.
  private volatile InUse inUse;

  private record InUse(Optional<String> name, SourceIndex index) {}

  private SourcesInUse(SourcesFolder folder) {
    this.folder = folder;
    this.inUse = new InUse(folder.current(), folder.load());
    this.thread = Thread.ofVirtual().name("sources").unstarted(this::run);
  }

  /// Loads what is published now; throws [SourcesException] where that cannot be.
  public static SourcesInUse open(SourcesFolder folder) {
    var sources = new SourcesInUse(folder);
    sources.thread.start();
    return sources;
  }

  @Override
  public SourceIndex index() {
    return inUse.index();
  }

  /// Takes another index, if one is published.
  void look() {
    try {
      var name = folder.current();
      if (name.equals(inUse.name())) return;
      inUse = new InUse(name, folder.load());
      LOG.log(Level.INFO, "sources: index {0}", inUse.index().version().hex());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "another index of sources could not be loaded", e);
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        look();
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
