package probity.store.file;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import probity.ledger.Checkpoint;

/// Publishes durable entries: runs the effects of [Sealing], log by log, and removes journal files
/// that are no longer needed.
///
/// A full disk, or tiles that could not be staged, leave everything as it was and are tried again
/// from the effect that failed. Any other failure may or may not have landed: sealing then stops
/// until a restart has looked, and the writer's bound on the backlog stops the rest.
final class Sealer implements Runnable {
  private static final System.Logger LOG = System.getLogger(Sealer.class.getName());

  /// Bounds the memory that one step takes; a larger backlog is several steps.
  private static final int STEP_ENTRIES_MAX = 8_192;

  private static final Duration RETRY_MAX = Duration.ofSeconds(10);

  private final Settings settings;
  private final Logs logs;
  private final Segments segments;
  private final Backlog backlog;

  /// Held for each round, so that readers of whole logs see no half of one.
  private final ReentrantLock round = new ReentrantLock();

  // Guarded by `round`.
  private final Map<String, Sealing> sealings = new HashMap<>();
  private final Map<String, Running> running = new HashMap<>();

  private volatile Status.Sealing state = Status.Sealing.RUNNING;
  private volatile String detail = "";
  private volatile boolean closing;

  Sealer(Settings settings, Logs logs, Segments segments, Backlog backlog) {
    this.settings = settings;
    this.logs = logs;
    this.segments = segments;
    this.backlog = backlog;
  }

  /// A step of which some effects are done.
  private record Running(Sealing next, int entries, List<Effect> left) {}

  /// Goes on from a log's published edge.
  void adopt(Log log, Edge edge) throws IOException {
    sealings.put(
        log.name().folder(),
        new Sealing(log.origin(), edge, log.folder().policies().publishedDigest()));
  }

  Status.Sealing state() {
    return state;
  }

  String detail() {
    return detail;
  }

  ReentrantLock round() {
    return round;
  }

  @Override
  public void run() {
    Duration pause = settings.sealEvery();
    while (!closing && state != Status.Sealing.STOPPED) {
      try {
        // While retrying, more entries are no reason to hurry.
        boolean retrying = state == Status.Sealing.RETRYING;
        backlog.await(retrying ? Integer.MAX_VALUE : settings.sealAtEntries(), pause);
      } catch (InterruptedException e) {
        return;
      }
      turn();
      pause = state == Status.Sealing.RETRYING ? longer(pause) : settings.sealEvery();
    }
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(RETRY_MAX) < 0 ? twice : RETRY_MAX;
  }

  /// Ends the thread after its round.
  void close() {
    closing = true;
    backlog.end();
  }

  /// One round, failures kept in the state.
  void turn() {
    if (state == Status.Sealing.STOPPED) return;
    try {
      sealAll();
      segments.release(logs::published, false);
      state = Status.Sealing.RUNNING;
      detail = "";
    } catch (Retry e) {
      LOG.log(System.Logger.Level.WARNING, "sealing is tried again", e);
      state = Status.Sealing.RETRYING;
      detail = "tiles could not be written; tried again";
      return;
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "sealing stopped; a restart completes or refuses it", e);
      state = Status.Sealing.STOPPED;
      detail = "a commit failed, and only a restart can tell whether it landed";
      return;
    }
    if (!closing) reserve();
  }

  private void reserve() {
    try {
      segments.reserve();
    } catch (IOException e) {
      // The writer will need the file, try again and tell.
      LOG.log(System.Logger.Level.DEBUG, "no journal file could be reserved ahead", e);
    }
  }

  /// Publishes all that waits at this moment, `records` first.
  void sealAll() throws IOException, Retry {
    round.lock();
    try {
      for (var waiting : backlog.all().entrySet()) {
        seal(logs.find(waiting.getKey()).orElseThrow(), waiting.getValue());
      }
    } finally {
      round.unlock();
    }
  }

  /// Publishes the next entries of a log.
  private void seal(Log log, List<Placed> entries) throws IOException, Retry {
    for (int from = 0; from < entries.size(); ) {
      int to = Math.min(from + STEP_ENTRIES_MAX, entries.size());
      from += step(log, entries.subList(from, to));
    }
  }

  /// Publishes the entries up to a head that was committed, if they give its root.
  void stepTo(Log log, List<Placed> entries, Checkpoint head) throws IOException, Retry {
    var before = sealing(log);
    var reached = before.seal(entries).next().checkpoint();
    if (!reached.equals(head)) {
      throw log.folder().damaged("entries of the journal do not give the root of the head");
    }
    step(log, entries);
  }

  private Sealing sealing(Log log) {
    return sealings.computeIfAbsent(
        log.name().folder(), _ -> new Sealing(log.origin(), Edge.EMPTY, ""));
  }

  /// Runs one step, or what is left of the last one; gives the number of entries it published.
  private int step(Log log, List<Placed> entries) throws IOException, Retry {
    String folder = log.name().folder();
    var before = sealing(log);
    Running step = running.get(folder);
    if (step == null) {
      requireUntouched(log, before);
      var planned = before.seal(entries);
      step = new Running(planned.next(), entries.size(), planned.effects());
    }
    boolean first = log.published().isEmpty();
    while (!step.left().isEmpty()) {
      var effect = step.left().getFirst();
      try {
        log.folder().perform(effect);
      } catch (IOException e) {
        if (!Disk.isFull(e) && !(effect instanceof Effect.StageTiles)) throw e;
        running.put(folder, step);
        throw new Retry(e);
      }
      step = new Running(step.next(), step.entries(), step.left().subList(1, step.left().size()));
    }
    running.remove(folder);
    sealings.put(folder, step.next());
    log.published(step.next().checkpoint());
    backlog.published(folder, step.entries());
    if (first) writeTrust();
    return step.entries();
  }

  /// The edge in memory must still be that of the published checkpoint: memory can fail too.
  private static void requireUntouched(Log log, Sealing before) {
    var published = log.published();
    if (published.isPresent() && !published.equals(Optional.of(before.checkpoint()))) {
      throw new IllegalStateException("edge in memory is not that of the published checkpoint");
    }
  }

  private void writeTrust() throws Retry, IOException {
    try {
      logs.writeTrust();
    } catch (IOException e) {
      // The next start writes it; until then `records` vouches for the log.
      if (!Disk.isFull(e)) throw e;
      LOG.log(System.Logger.Level.WARNING, "disk full: file `trust` lacks the newest log", e);
    }
  }

  /// Nothing is lost and the same may be tried again.
  static final class Retry extends Exception {
    private static final long serialVersionUID = 1;

    Retry(IOException cause) {
      super("nothing is lost", cause);
    }
  }
}
