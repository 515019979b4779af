package probity.witness.client;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Note;

/// Asks the configured witnesses about every log that grew, and publishes what a quorum cosigned.
///
/// One thread decides and publishes; each request runs on a virtual thread of its own, at most one
/// for each log and witness.
public final class WitnessClient implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(WitnessClient.class.getName());

  /// A round that takes longer than this counts as waiting itself: what nobody looks at is not
  /// witnessed.
  private static final Duration ROUND_MAX = Duration.ofSeconds(5);

  private final Witnesses witnesses;
  private final WitnessedLedger ledger;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Ask ask;
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
  private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final Map<String, Progress> logs = new TreeMap<>();
  private final Thread thread;

  // Written by the thread, read by all.
  private volatile OptionalLong waitingSince = OptionalLong.empty();
  private volatile WitnessStatus status = new WitnessStatus(List.of());
  private volatile long roundAt = System.nanoTime();
  private volatile boolean closing;

  private record Told(String log, Witnesses.Named witness, Ask.Target asked, Ask.Told told) {}

  private WitnessClient(
      Witnesses witnesses,
      WitnessedLedger ledger,
      Post post,
      InstantSource clock,
      RandomGenerator random) {
    this.witnesses = witnesses;
    this.ledger = ledger;
    this.clock = clock;
    this.random = random;
    this.ask = new Ask(ledger, post, clock);
    this.thread = Thread.ofPlatform().name("ledger-witnesses").unstarted(this::run);
  }

  public static WitnessClient start(
      Witnesses witnesses,
      WitnessedLedger ledger,
      Post post,
      InstantSource clock,
      RandomGenerator random) {
    if (witnesses.none()) throw new IllegalArgumentException("no witness to ask");
    var client = new WitnessClient(witnesses, ledger, post, clock, random);
    // Before anything else looks at the lag: what an earlier process left waiting counts.
    client.round();
    client.thread.start();
    return client;
  }

  /// How far witnesses have come.
  public WitnessStatus status() {
    return status;
  }

  /// For how long the oldest published entries of any traffic log have waited for a quorum, in
  /// milliseconds; 0 where none wait. Any thread, no lock.
  public long unwitnessedMillis() {
    long now = System.nanoTime();
    var since = waitingSince;
    long waited = since.isPresent() ? now - since.getAsLong() : 0;
    long unseen = now - roundAt - witnesses.every().toNanos();
    long stuck = unseen > ROUND_MAX.toNanos() ? unseen : 0;
    return Math.max(waited, stuck) / 1_000_000;
  }

  private void run() {
    long next = System.nanoTime() + witnesses.every().toNanos();
    while (!closing) {
      try {
        var one = told.poll(next - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (one != null) {
          take(one);
        } else {
          round();
          next = System.nanoTime() + witnesses.every().toNanos();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // The lag grows meanwhile, and is seen.
        LOG.log(Level.SEVERE, "a round of asking witnesses failed", e);
        next = System.nanoTime() + witnesses.every().toNanos();
      }
    }
  }

  /// Looks at every log, and asks whom there is to ask.
  private void round() {
    try {
      for (String log : ledger.logs()) look(log);
      roundAt = System.nanoTime();
    } catch (IOException e) {
      LOG.log(Level.SEVERE, "the ledger cannot be read", e);
    }
    show();
  }

  private void look(String log) throws IOException {
    var note = ledger.checkpoint(log);
    if (note.isEmpty()) return;
    var known = Optional.ofNullable(logs.get(log));
    boolean first = known.isEmpty();
    switch (Ask.Target.of(log, note.get())) {
      case Checked.Invalid<Ask.Target>(_, var detail) ->
          known.ifPresent(progress -> progress.unreadable("`checkpoint`: " + detail));
      case Checked.Valid<Ask.Target>(var published) -> {
        var before = first ? cosigned(log) : Optional.<Before>empty();
        var progress =
            logs.computeIfAbsent(
                log, _ -> new Progress(log, witnesses, before.map(Before::size).orElse(0L)));
        // What grew before this process began did so at some time after the last cosignature.
        long age = before.map(then -> clock.millis() - then.millis()).orElse(0L);
        progress.published(published, System.nanoTime() - Math.max(0, age) * 1_000_000);
        publish(log, progress);
        for (Witnesses.Named witness : progress.due(System.nanoTime()))
          send(log, progress, witness);
      }
    }
  }

  /// What an earlier process published as cosigned.
  private record Before(long size, long millis) {}

  private Optional<Before> cosigned(String log) throws IOException {
    var keys = witnesses.list().stream().map(Witnesses.Named::key).toList();
    var file = ledger.cosigned(log);
    if (file.isEmpty()) return Optional.empty();
    if (Note.parse(file.get().array()) instanceof Checked.Valid<Note>(var note)
        && Checkpoint.parse(note) instanceof Checked.Valid<Checkpoint>(var checkpoint)
        && note.good(keys) instanceof Checked.Valid<List<Note.Signed>>(var good)
        && witnesses.enough(good.stream().map(Note.Signed::key))) {
      long newest = good.stream().mapToLong(Note.Signed::seconds).max().orElse(0);
      return Optional.of(new Before(checkpoint.size(), newest * 1000));
    }
    LOG.log(Level.WARNING, "log `{0}`: `cosigned` is not by the configured witnesses", log);
    return Optional.empty();
  }

  private void send(String log, Progress progress, Witnesses.Named witness) {
    var target = progress.target();
    long known = progress.known(witness);
    asking.execute(() -> {
      Ask.Told answer;
      try {
        answer = ask.ask(witness, target, known);
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, "asking a witness failed", e);
        answer = new Ask.Told.Failed("asking it failed: a fault of this program", false);
      }
      told.add(new Told(log, witness, target, answer));
    });
  }

  private void take(Told one) {
    var progress = logs.get(one.log());
    if (progress == null) throw new IllegalStateException("nothing was asked about this log");
    progress.told(
        one.witness(),
        one.asked(),
        one.told(),
        clock.instant(),
        System.nanoTime(),
        random.nextDouble());
    publish(one.log(), progress);
    show();
  }

  private void publish(String log, Progress progress) {
    Optional<Bytes> note = progress.cosignable();
    if (note.isEmpty()) return;
    try {
      ledger.publish(log, note.get());
      progress.cosigned();
    } catch (IOException e) {
      progress.unreadable("`cosigned` cannot be written (" + e.getClass().getSimpleName() + ")");
    }
  }

  private void show() {
    long now = System.nanoTime();
    var at = clock.instant();
    waitingSince =
        logs.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("traffic-"))
            .flatMapToLong(entry -> entry.getValue().waitingSince().stream())
            .min();
    status = new WitnessStatus(logs.values().stream().map(log -> log.status(now, at)).toList());
  }

  /// Ends the requests that are under way. What waits for a witness goes on waiting.
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    asking.shutdownNow();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
