package probity.canary;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.evidence.Appended;
import probity.evidence.CanaryRun;
import probity.gateway.BundleInForce;
import probity.gateway.Callers;
import probity.gateway.Proxies;
import probity.gateway.TrafficLog;
import probity.identity.ApiKeys;
import probity.identity.Identity;
import probity.ledger.UtcTime;
import probity.policy.Canary;
import probity.policy.Route;

/// The scheduler of canaries: sends those of the bundle in force, each once in its period and one
/// at a time, judges what came of each, and writes that to the ledger.
///
/// A canary is due at once when it comes into force. One that is missed raises the alarm: what it
/// expects did not come of it, it could not be sent, or it has had no result for two periods.
public final class Canaries implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Canaries.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration APPEND = Duration.ofSeconds(10);
  private static final Duration END = Duration.ofSeconds(40);

  private final Surroundings around;
  private final Supplier<Optional<BundleInForce>> inForce;
  private final Alarm alarm;
  private final LongSupplier millis;
  private final Keys keys;

  /// Held while a canary is under way.
  private final ReentrantLock running = new ReentrantLock();

  /// Guarded by itself, as is what has been told.
  private final Schedule schedule;

  private final Map<String, Result> results = new HashMap<>();
  private Optional<Passage> passage = Optional.empty();
  private volatile Ready ready;
  private final Thread thread;

  /// A bundle in force, with the callers of its canaries in the place of those of traffic.
  private record Ready(Optional<BundleInForce> of, Optional<BundleInForce> with) {}

  private record Result(CanaryRun run, String at, String entry) {}

  private Canaries(
      Surroundings around,
      Supplier<Optional<BundleInForce>> inForce,
      Alarm alarm,
      LongSupplier millis) {
    this.around = around;
    this.inForce = inForce;
    this.alarm = alarm;
    this.millis = millis;
    this.keys = new Keys(around.random());
    this.schedule = new Schedule(around.random());
    this.ready = new Ready(Optional.empty(), Optional.empty());
    this.thread = Thread.ofVirtual().name("canaries").unstarted(this::run);
  }

  /// Begins with all that the bundle has.
  ///
  /// @param inForce what decides on traffic
  /// @param millis a clock that only goes on
  public static Canaries start(
      Surroundings around,
      Supplier<Optional<BundleInForce>> inForce,
      Alarm alarm,
      LongSupplier millis) {
    var canaries = new Canaries(around, inForce, alarm, millis);
    canaries.thread.start();
    return canaries;
  }

  private void run() {
    try {
      while (true) {
        try {
          while (runDue()) {
            // One after the other.
          }
        } catch (RuntimeException e) {
          LOG.log(Level.SEVERE, "a canary could not be run", e);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException closing) {
      // The end of this thread.
    }
  }

  /// Runs the one that has been due for longest; whether there was one.
  private boolean runDue() throws InterruptedException {
    var now = inForce.get();
    Optional<Canary> due;
    synchronized (schedule) {
      schedule.keep(canaries(now), millis.getAsLong());
      results.keySet().retainAll(canaries(now).stream().map(Canary::id).toList());
      due = schedule.due(millis.getAsLong());
    }
    if (due.isEmpty() || now.isEmpty()) return false;
    run(due.get(), now.get(), "schedule");
    return true;
  }

  private static List<Canary> canaries(Optional<BundleInForce> now) {
    return now.map(current -> current.bundle().canaries()).orElse(List.of());
  }

  /// Runs one of the bundle in force now, because a person asks; empty where it has none of this
  /// id.
  public Optional<Status> run(String id) throws InterruptedException {
    var now = inForce.get();
    var canary = canaries(now).stream().filter(one -> one.id().equals(id)).findFirst();
    if (canary.isEmpty() || now.isEmpty()) return Optional.empty();
    run(canary.get(), now.get(), "person");
    return status().stream().filter(one -> one.canary().id().equals(id)).findFirst();
  }

  private void run(Canary canary, BundleInForce now, String trigger) throws InterruptedException {
    running.lockInterruptibly();
    try {
      synchronized (schedule) {
        schedule.begun(canary, millis.getAsLong());
      }
      var route =
          now.bundle().routes().stream()
              .filter(one -> one.id().equals(canary.route()))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("a canary's route is declared"));
      var run = send(canary, route);
      // What another bundle decided says nothing of this one; its own canaries are due by now.
      if (!run.intent().map(intent -> decidedBy(now, intent)).orElse(true)) return;
      var judgement = Judgement.of(canary, run);
      var done =
          new CanaryRun(canary, now.ref(), run.exchange(), run.leaf(), judgement.word(), trigger);
      record(done, run, route);
    } finally {
      running.unlock();
    }
  }

  private static boolean decidedBy(BundleInForce now, Tap.Written intent) {
    return intent
        .draft()
        .body()
        .object("bundle")
        .flatMap(bundle -> bundle.text("leaf"))
        .equals(Optional.of(now.ref().leaf().hex()));
  }

  private Run send(Canary canary, Route route) throws InterruptedException {
    try {
      if (passage.isEmpty()) {
        passage = Optional.of(Passage.open(around, this::withCanaries, keys.secret()));
      }
      return passage.get().send(canary, route, keys.text(canary));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "canaries cannot be sent: {0}", e.getMessage());
      return new Run(List.of(), List.of(), Optional.empty());
    }
  }

  private Optional<BundleInForce> withCanaries() {
    var now = inForce.get();
    var known = ready;
    if (known.of().equals(now)) return known.with();
    var with =
        now.map(current ->
            new BundleInForce(
                current.bundle(),
                current.ref(),
                current.detectors(),
                current.scoring(),
                current.engine(),
                new Callers(
                    Identity.of(new ApiKeys(keys.of(current.bundle().canaries()))), Proxies.NONE),
                current.shadows()));
    ready = new Ready(now, with);
    return with;
  }

  /// Writes a run to the log that its exchange is in, and tells of it.
  private void record(CanaryRun run, Run sent, Route route) throws InterruptedException {
    String log =
        sent.intent()
            .map(intent -> intent.draft().log())
            .orElseGet(() -> TrafficLog.folder(route.retention(), around.clock().millis()));
    var appended = append(run, log);
    String entry = appended instanceof Appended.Durable durable ? durable.leaf().hex() : "";
    var told =
        entry.isEmpty() && run.met()
            ? new CanaryRun(
                run.canary(),
                run.bundle(),
                run.exchange(),
                run.intent(),
                Judgement.UNFINISHED.word(),
                run.trigger())
            : run;
    tell(told, entry, log);
  }

  private Appended append(CanaryRun run, String log) throws InterruptedException {
    var done = new CompletableFuture<Appended>();
    around.ledger().append(run.draft(log), Runnable::run, done::complete);
    try {
      return done.get(APPEND.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return new Appended.Unwritable("write-failed", "no answer within ten seconds");
    }
  }

  private void tell(CanaryRun run, String entry, String log) {
    String id = run.canary().id();
    Optional<Result> before;
    synchronized (schedule) {
      schedule.ended(run.canary(), millis.getAsLong());
      before = Optional.ofNullable(results.get(id));
      results.put(id, new Result(run, UtcTime.text(around.clock().millis()), entry));
    }
    if (!run.met()) {
      alarm.raise(
          "canary `" + id + "` was missed (" + run.reason() + ") for " + controls(run.canary()),
          run.exchange(),
          run.exchange().isEmpty() ? "" : log);
    } else if (before.filter(result -> !result.run().met()).isPresent()) {
      LOG.log(
          Level.INFO, "canary `{0}` is met again, record {1}", new Object[] {id, run.exchange()});
    }
  }

  private static String controls(Canary canary) {
    return String.join(", ", canary.controls()) + " (" + canary.requirement() + ")";
  }

  /// Raises the alarm for canaries that have had no result for two periods, and writes what is due.
  /// To be called from another thread than the scheduler's, which may be what is stuck.
  public void everyMinute() {
    List<Canary> overdue;
    synchronized (schedule) {
      overdue = schedule.newlyOverdue(millis.getAsLong());
    }
    for (Canary canary : overdue) {
      alarm.raise(
          "canary `" + canary.id() + "` has had no result for two periods, for " + controls(canary),
          "",
          "");
    }
    if (running.tryLock()) {
      try {
        passage.ifPresent(Passage::everyMinute);
      } finally {
        running.unlock();
      }
    }
  }

  /// The port on loopback where canaries come in, once one was sent. Without a canary's credential
  /// nobody gets further there.
  public OptionalInt port() {
    running.lock();
    try {
      return passage.map(open -> OptionalInt.of(open.port())).orElseGet(OptionalInt::empty);
    } finally {
      running.unlock();
    }
  }

  /// Those in force, in the order of the bundle.
  public List<Status> status() {
    synchronized (schedule) {
      return canaries(inForce.get()).stream().map(this::status).toList();
    }
  }

  private Status status(Canary canary) {
    var result =
        Optional.ofNullable(results.get(canary.id()))
            .filter(one -> one.run().canary().equals(canary));
    return new Status(
        canary,
        result.map(Result::run),
        result.map(Result::at).orElse(""),
        result.map(Result::entry).orElse(""),
        schedule.isOverdue(canary.id()));
  }

  /// Sends no more; a run that is under way is broken off and has no result.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(END);
      if (!running.tryLock(END.toSeconds(), TimeUnit.SECONDS)) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      passage.ifPresent(Passage::close);
      passage = Optional.empty();
    } finally {
      running.unlock();
    }
  }
}
