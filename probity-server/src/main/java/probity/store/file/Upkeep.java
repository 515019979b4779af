package probity.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import probity.evidence.Appended;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// What the ledger says of itself while it runs: heartbeats, changes of a log's policy, and the end
/// of logs whose half-year is over.
///
/// A policy is changed where keys or configuration ask for it: a key that was added signs from the
/// next checkpoint on; one that is retired goes once a checkpoint bears old and new signatures, and
/// that note stays as the handover. What a policy no longer names is destroyed.
final class Upkeep implements Runnable {
  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(60);

  /// So long a log stays open after its half-year, for exchanges that began in it.
  private static final Duration GRACE = Duration.ofHours(1);

  private final InstantSource clock;
  private final Logs logs;
  private final LogKeys keys;
  private final Sequencer sequencer;
  private final Backlog backlog;
  private final CountDownLatch closing = new CountDownLatch(1);

  // Owned by the thread.
  private final Map<String, Instant> beats = new HashMap<>();

  /// The files in `keys/` for which a log's policy was found to be the wanted one.
  private final Map<String, List<String>> settled = new HashMap<>();

  Upkeep(InstantSource clock, Logs logs, LogKeys keys, Sequencer sequencer, Backlog backlog) {
    this.clock = clock;
    this.logs = logs;
    this.keys = keys;
    this.sequencer = sequencer;
    this.backlog = backlog;
  }

  @Override
  public void run() {
    try {
      do {
        turn();
      } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // The end of this thread.
    }
  }

  void close() {
    closing.countDown();
  }

  /// Does what is due now; what fails is logged and due again.
  void turn() {
    for (Log log : logs.all()) {
      try {
        look(log);
      } catch (IOException | RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "upkeep of log " + log.name().folder(), e);
      }
    }
  }

  private void look(Log log) throws IOException {
    var now = clock.instant();
    if (log.isClosed()) {
      endKeys(log);
    } else if (isOver(log.name(), now)) {
      var _ = sequencer.close(log.name().folder());
    } else {
      keepPolicy(log);
      if (log.name().isTraffic()) beat(log, now);
    }
  }

  private static boolean isOver(LogName name, Instant now) {
    return name.isTraffic() && LogName.period(now.minus(GRACE)).compareTo(name.period()) > 0;
  }

  private void beat(Log log, Instant now) {
    String folder = log.name().folder();
    var last = beats.putIfAbsent(folder, now);
    if (last == null || Duration.between(last, now).abs().compareTo(HEARTBEAT) < 0) return;
    if (sequencer.heartbeat(folder) instanceof Appended.Durable) beats.put(folder, now);
  }

  /// Destroys the keys of a closed log once nobody needs a further checkpoint of it.
  private void endKeys(Log log) throws IOException {
    String folder = log.name().folder();
    if (backlog.count(folder) > 0 || keys.held(folder).isEmpty()) return;
    boolean witnessed =
        log.policy().filter(policy -> policy.fewest() > 0).isEmpty()
            || log.folder().cosignedSize().equals(log.published().map(c -> c.size()));
    if (witnessed) {
      keys.destroyAll(folder);
      LOG.log(System.Logger.Level.INFO, "log {0} is closed and its keys are destroyed", folder);
    }
  }

  private void keepPolicy(Log log) throws IOException {
    String folder = log.name().folder();
    var names = keys.names();
    if (names.equals(settled.get(folder))) return;
    var inForce = log.policy().orElseThrow();
    var wanted = keys.wanted(folder);
    boolean published = log.folder().policies().publishedDigest().equals(digest(inForce));
    // One change at a time: the last one is published, so a note by its keys can be handed over.
    if (!published || log.published().isEmpty()) return;
    if (wanted.policy().equals(inForce)) {
      keys.destroy(folder, inForce);
      settled.put(folder, keys.names());
      return;
    }
    change(log, inForce, wanted);
  }

  private void change(Log log, TrustPolicy before, LogPolicy wanted) throws IOException {
    var added = new ArrayList<>(wanted.keys());
    added.removeAll(before.logs());
    if (log.name().isTraffic() && !vouched(log, added)) return;
    var old = Bytes.wrap(text(before));
    var blobs = new ArrayList<>(List.of(wanted.bytes(), old));
    boolean removes = !wanted.keys().containsAll(before.logs());
    Optional<Bytes> handover = Optional.empty();
    if (removes) {
      handover = log.folder().publishedNote().filter(note -> isBy(before, note));
      if (handover.isEmpty()) return;
      blobs.add(handover.get());
    }
    var body =
        Json.object()
            .put("policy", wanted.digest())
            .put("policy_bytes", wanted.bytes().length())
            .put("before", digest(before))
            .put("before_bytes", old.length())
            .put("handover", handover.map(note -> Hash.of(note.array()).hex()).orElse(""))
            .put("handover_bytes", handover.map(Bytes::length).orElse(0))
            .build();
    if (own(log.name().folder(), "policy", body, blobs)) {
      log.policy(wanted.policy());
      LOG.log(System.Logger.Level.INFO, "log {0} has a new policy", log.name().folder());
    }
  }

  /// Whether a note bears the signatures of all the policy's keys.
  private static boolean isBy(TrustPolicy policy, Bytes note) {
    return Note.parse(note.array()).then(read -> read.check(policy.logs()))
        instanceof Checked.Valid<Note>;
  }

  /// `records` names every key of a traffic log before it signs.
  private boolean vouched(Log log, List<VerifierKey> added) {
    for (VerifierKey key : added) {
      var body = Series.keyBody("log", log.origin(), key.toString(), clock.millis());
      if (!own(LogName.RECORDS, "key", body, List.of())) return false;
    }
    return true;
  }

  private boolean own(String folder, String kind, Json.Obj body, List<Bytes> blobs) {
    return sequencer.own(folder, kind, body, blobs).join() instanceof Appended.Durable;
  }

  private static byte[] text(TrustPolicy policy) {
    return policy.text().getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(TrustPolicy policy) {
    return Hash.of(text(policy)).hex();
  }
}
