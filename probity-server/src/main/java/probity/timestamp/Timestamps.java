package probity.timestamp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.evidence.Appended;
import probity.ledger.Entry;
import probity.ledger.Json;

/// Has authorities stamp the newest checkpoint of each log, and keeps what they say as `anchor`
/// entries in `records`: one entry for each authority and checkpoint.
///
/// One virtual thread asks one authority after the other. Nothing waits for it: where an authority
/// or `records` fails, the state says so and it tries again later.
public final class Timestamps implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Timestamps.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(15);
  private static final long APPEND_SECONDS = 30;

  private final List<Asked> asked;
  private final Supplier<List<Latest>> latest;
  private final AnchorLog records;
  private final InstantSource clock;
  private final Thread thread;

  /// Anchors that are in `records`, ours of this run among them. Owned by the thread.
  private long anchors;

  private volatile List<TimestampState> states;

  /// An authority and how often it is asked about a log, at most.
  public record Authority(TimestampClient client, Duration every) {}

  private record Asked(TimestampClient client, TimestampSchedule schedule) {}

  private Timestamps(
      List<Authority> authorities,
      Supplier<List<Latest>> latest,
      AnchorLog records,
      String recordsOrigin,
      List<Entry> written,
      InstantSource clock) {
    this.asked =
        authorities.stream()
            .map(each ->
                new Asked(
                    each.client(),
                    new TimestampSchedule(each.client().name(), each.every(), recordsOrigin)))
            .toList();
    this.latest = latest;
    this.records = records;
    this.clock = clock;
    learn(written, recordsOrigin);
    this.states = List.of();
    publish();
    this.thread = Thread.ofVirtual().name("timestamps").unstarted(this::run);
  }

  /// Starts asking.
  ///
  /// @param latest the newest checkpoint of each log that outsiders can see; called now and then
  /// @param recordsOrigin origin of `records`
  /// @param written what stands in `records`, in its order, so that a restart asks no sooner
  public static Timestamps start(
      List<Authority> authorities,
      Supplier<List<Latest>> latest,
      AnchorLog records,
      String recordsOrigin,
      List<Entry> written,
      InstantSource clock) {
    var timestamps = new Timestamps(authorities, latest, records, recordsOrigin, written, clock);
    timestamps.thread.start();
    return timestamps;
  }

  /// One that is turned by hand.
  static Timestamps idle(
      List<Authority> authorities,
      Supplier<List<Latest>> latest,
      AnchorLog records,
      String recordsOrigin,
      List<Entry> written,
      InstantSource clock) {
    return new Timestamps(authorities, latest, records, recordsOrigin, written, clock);
  }

  /// How each authority is doing, in the order of the configuration.
  public List<TimestampState> states() {
    return states;
  }

  private void learn(List<Entry> written, String recordsOrigin) {
    // How many anchors stand before each index.
    var before = new long[written.size() + 1];
    for (int i = 0; i < written.size(); i++) {
      before[i + 1] = before[i] + (written.get(i).kind().equals(Anchor.KIND) ? 1 : 0);
    }
    anchors = before[written.size()];
    for (Entry entry : written) {
      if (!entry.kind().equals(Anchor.KIND)) continue;
      var checkpoint = entry.body().object("checkpoint").orElse(Json.object().build());
      String origin = checkpoint.text("origin").orElse("");
      long size = checkpoint.number("size").orElse(0L);
      boolean counted = origin.equals(recordsOrigin) && size >= 0 && size < before.length;
      var tsa = entry.body().text("tsa").orElse("");
      for (Asked each : asked) {
        if (!each.client().name().equals(tsa)) continue;
        each.schedule()
            .covered(origin, size, counted ? before[(int) size] : 0, Instant.parse(entry.time()));
      }
    }
  }

  private void run() {
    try {
      while (true) {
        turn();
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException closing) {
      // The end of this thread.
    }
  }

  /// One look at every log, and whatever is due.
  void turn() throws InterruptedException {
    List<Latest> logs;
    try {
      logs = List.copyOf(latest.get());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "checkpoints to be stamped cannot be read", e);
      return;
    }
    long before = anchors;
    for (Asked each : asked) {
      for (Latest log : each.schedule().due(clock.instant(), logs, before)) {
        if (!stamp(each, log, before)) break;
      }
      publish();
    }
  }

  private boolean stamp(Asked asked, Latest log, long before) throws InterruptedException {
    String wrong = anchor(asked.client(), log);
    if (Thread.interrupted()) throw new InterruptedException();
    if (wrong.isEmpty()) {
      var checkpoint = log.checkpoint();
      asked.schedule().covered(checkpoint.origin(), checkpoint.size(), before, clock.instant());
      anchors++;
      return true;
    }
    asked.schedule().failed(clock.instant(), wrong);
    LOG.log(
        Level.WARNING,
        "no timestamp by `{0}` for `{1}`: {2}",
        new Object[] {asked.client().name(), log.checkpoint().origin(), wrong});
    return false;
  }

  /// What is wrong; empty once the anchor is durable.
  private String anchor(TimestampClient client, Latest log) throws InterruptedException {
    try {
      return switch (client.ask(log.note())) {
        case TimestampClient.Answer.Refused(var detail) -> detail;
        case TimestampClient.Answer.Stamped(var token, _) ->
            append(Anchor.of(log, token, client.name()));
      };
    } catch (RuntimeException e) {
      // Ours: the next turn goes on all the same.
      LOG.log(Level.SEVERE, "asking for a timestamp failed", e);
      return "this program failed (" + e.getClass().getSimpleName() + ")";
    }
  }

  private String append(Anchor anchor) throws InterruptedException {
    try {
      var appended =
          records
              .append(Anchor.KIND, anchor.body(), anchor.blobs())
              .get(APPEND_SECONDS, TimeUnit.SECONDS);
      return switch (appended) {
        case Appended.Durable _ -> "";
        case Appended.Unwritable(var reason, var detail) ->
            "`records` did not take the anchor (" + reason + "): " + detail;
      };
    } catch (ExecutionException | TimeoutException e) {
      return "`records` did not take the anchor within " + APPEND_SECONDS + " seconds";
    }
  }

  private void publish() {
    var shown = new ArrayList<TimestampState>();
    for (Asked each : asked) shown.add(each.schedule().state(clock.instant()));
    states = List.copyOf(shown);
  }

  /// Ends the question that is under way, and asks no more.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether its thread has ended.
  boolean ended() {
    return !thread.isAlive();
  }
}
