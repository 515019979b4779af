package probity.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import probity.evidence.Appended;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Ulid;
import probity.ledger.VerifierKey;

/// The logs as the ledger's half writes them: where each ends, and the ledger's own series in it,
/// `<log>/sealer/<ulid>`.
///
/// Guarded by the sequencer's lock. Everything goes into the batch; who calls commits it.
final class OpenLogs {
  /// The ledger's own part in the names of series, which no other writer may bear.
  static final String OWN_WRITER = "sealer";

  private final Settings settings;
  private final SecureRandom random;
  private final Signers signers;
  private final Logs logs;
  private final Batch batch;
  private final Map<String, Tail> tails = new HashMap<>();

  OpenLogs(Settings settings, SecureRandom random, Signers signers, Logs logs, Batch batch) {
    this.settings = settings;
    this.random = random;
    this.signers = signers;
    this.logs = logs;
    this.batch = batch;
  }

  /// Where a log ends, and our own series in it once it has one.
  static final class Tail {
    private final Log log;
    private final Balance balance;
    private long next;
    private Optional<Series> own = Optional.empty();

    private Tail(Log log, long next, Balance balance) {
      this.log = log;
      this.next = next;
      this.balance = balance;
    }

    Log log() {
      return log;
    }

    Balance balance() {
      return balance;
    }
  }

  /// Goes on with a log that has `size` durable entries.
  void adopt(Log log, long size, Balance balance) {
    tails.put(log.name().folder(), new Tail(log, size, balance));
  }

  Optional<Tail> find(String folder) {
    return Optional.ofNullable(tails.get(folder));
  }

  /// Opens a new log: its key first, vouched for in `records`, then its first two entries. All in
  /// one frame, so that a crash leaves them together or not at all.
  Tail open(LogName name, long now) throws IOException {
    Log log = logs.make(name);
    var tail = new Tail(log, 0, new Balance());
    tails.put(name.folder(), tail);
    if (name.isTraffic()) {
      Tail records = tails.get(LogName.RECORDS);
      if (records == null) throw new IllegalStateException("`records` is not open");
      for (VerifierKey key : log.policy().orElseThrow().logs()) {
        put(records, "key", Series.keyBody("log", log.origin(), key.toString(), now), now);
      }
    }
    put(tail, "genesis", genesis(log), now);
    return tail;
  }

  private Json.Obj genesis(Log log) {
    var name = log.name();
    var records = logs.find(LogName.RECORDS).flatMap(Log::published);
    byte[] policy = log.policy().orElseThrow().text().getBytes(StandardCharsets.UTF_8);
    return Json.object()
        .put("class", name.retention())
        .put("period", name.period())
        .put("policy", Hash.of(policy).hex())
        .put("hash", "sha-256")
        .put("previous", json(logs.before(name)))
        .put("records", json(name.isTraffic() ? records : Optional.empty()))
        .put("product", settings.product())
        .build();
  }

  private static Json.Obj json(Optional<Checkpoint> checkpoint) {
    var object = Json.object();
    checkpoint.ifPresent(
        c -> object.put("origin", c.origin()).put("size", c.size()).put("root", c.root().base64()));
    return object.build();
  }

  /// Puts an entry that says what the log holds: how many of each kind since the last one, and
  /// which intents are open.
  Appended putHeartbeat(Tail tail, long now) {
    var _ = ownSeries(tail, now);
    var records = logs.find(LogName.RECORDS).flatMap(Log::published);
    return put(tail, "heartbeat", tail.balance.heartbeat(json(records)), now);
  }

  /// Puts the last entry of a log.
  Appended putClose(Tail tail, long now) {
    var records = logs.find(LogName.RECORDS).flatMap(Log::published);
    var body = Json.object().put("records", json(records)).put("open", tail.balance.open());
    Appended end = put(tail, "close", body.build(), now);
    if (end instanceof Appended.Durable) tail.log.close();
    return end;
  }

  /// Puts an entry of our own into the frame, after the one that opens our series if it has none.
  Appended put(Tail tail, String kind, Json.Obj body, long now) {
    Series series = ownSeries(tail, now);
    var next = series.next(kind, body, now);
    if (next.entry().length() > Entry.BYTES_MAX) {
      return new Appended.Unwritable(
          Appended.TOO_LARGE, "the entry has over " + Entry.BYTES_MAX + " bytes");
    }
    place(tail, kind, body, next.entry(), next.leaf());
    series.take(next);
    return new Appended.Durable(next.leaf(), series.name(), next.seq(), next.time());
  }

  private Series ownSeries(Tail tail, long now) {
    if (tail.own.isPresent()) return tail.own.get();
    String origin = tail.log.origin();
    var name = newSeries(origin, OWN_WRITER, now);
    var series = new Series(origin, signers.of(name, Signers.newSeed(random)));
    tail.own = Optional.of(series);
    put(tail, "key", series.keyBody(now), now);
    return series;
  }

  /// A name that no series bears yet.
  String newSeries(String origin, String writer, long now) {
    var start = Ulid.of(now, random.nextInt(), random.nextLong());
    return origin + "/" + writer + "/" + start.lowerCase();
  }

  /// Gives an entry the next place of its log.
  void place(Tail tail, String kind, Json.Obj body, Bytes entry, Hash leaf) {
    batch.put(tail.log.name().folder(), tail.next, kind, body, entry, leaf);
    tail.balance.add(kind, leaf.hex(), body);
    tail.next++;
  }
}
