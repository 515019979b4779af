package probity.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Ulid;
import probity.ledger.VerifierKey;

/// Makes drafts durable entries, all logs in one thread: it alone gives places, so the order in the
/// journal is the order of the tree.
///
/// All drafts that wait become one batch, one write and one force. After a write that failed
/// nothing is written any more: what the disk then says of those bytes is worth nothing.
final class Writer implements Runnable {
  private static final System.Logger LOG = System.getLogger(Writer.class.getName());
  private static final int BATCH_BYTES_MAX = 1 << 20;

  /// What one draft can take: itself, and for a new log the `key` and `genesis` entries before it.
  private static final int DRAFT_BYTES_MAX = Entry.BYTES_MAX + 12 * 1024;

  private static final long IDLE_MILLIS = 250;

  private final Settings settings;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Signers signers;
  private final Logs logs;
  private final Segments segments;
  private final Backlog backlog;
  private final Gaps gaps = new Gaps();

  /// Drafts, and nothing at all to wake a writer that has to end.
  private final ArrayBlockingQueue<Optional<Waiting>> queue;

  // Owned by the writer thread.
  private final Map<String, Tail> tails = new HashMap<>();
  private final Frame frame;
  private final List<Placed> placed = new ArrayList<>();
  private final List<Waiting.Settled> settled = new ArrayList<>();

  /// The draft taken from the queue that has no end yet.
  private Optional<Waiting> inPlace = Optional.empty();

  private volatile Status.Writing state = Status.Writing.RUNNING;
  private volatile String detail = "";
  private volatile boolean closing;

  Writer(
      Settings settings,
      InstantSource clock,
      SecureRandom random,
      Signers signers,
      Logs logs,
      Segments segments,
      Backlog backlog) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.signers = signers;
    this.logs = logs;
    this.segments = segments;
    this.backlog = backlog;
    this.queue = new ArrayBlockingQueue<>(settings.queueMax());
    this.frame = new Frame(Math.min(BATCH_BYTES_MAX, settings.segmentBytes() / 4));
  }

  /// Where a log ends, and this process's series in it once it has one.
  private static final class Tail {
    private final Log log;
    private long next;
    private Optional<Series> series = Optional.empty();

    private Tail(Log log, long next) {
      this.log = log;
      this.next = next;
    }
  }

  /// Goes on with a log that has `size` durable entries; before the thread starts.
  void adopt(Log log, long size) {
    tails.put(log.name().folder(), new Tail(log, size));
  }

  Status.Writing state() {
    return state;
  }

  String detail() {
    return detail;
  }

  /// Any thread; never blocks.
  void offer(Waiting waiting) {
    boolean known = logs.find(waiting.draft().log()).isPresent();
    var fault = Shape.fault(waiting.draft(), known);
    if (fault.isPresent()) {
      waiting.refuse("malformed", fault.get());
    } else if (closing) {
      waiting.refuse("closing", "the ledger is being closed");
    } else if (!queue.offer(Optional.of(waiting))) {
      gaps.refused(waiting.draft(), "backlog-full", clock.millis());
      waiting.refuse("backlog-full", "too many drafts wait for the writer");
    } else if (state == Status.Writing.CLOSED) {
      // The writer ended between the two checks; one of us empties the queue.
      refuseQueue();
    }
  }

  private void refuseQueue() {
    for (Optional<Waiting> left; (left = queue.poll()) != null; ) {
      left.ifPresent(waiting -> waiting.refuse("closing", "the ledger is being closed"));
    }
  }

  @Override
  public void run() {
    while (true) {
      boolean last = closing;
      var first = await(last ? 0 : IDLE_MILLIS);
      batch(first, last && first.isEmpty());
      if (last && first.isEmpty()) break;
    }
    state = Status.Writing.CLOSED;
    refuseQueue();
  }

  /// Lets the thread write what waits, and end.
  void close() {
    closing = true;
    boolean _ = queue.offer(Optional.empty());
  }

  private Optional<Waiting> await(long millis) {
    try {
      var polled = queue.poll(millis, TimeUnit.MILLISECONDS);
      return polled == null ? Optional.empty() : polled;
    } catch (InterruptedException e) {
      closing = true;
      return Optional.empty();
    }
  }

  /// Opens `records` with its first two entries, where it is new; before the thread starts.
  void openRecords() throws IOException {
    if (logs.find(LogName.RECORDS).isPresent()) return;
    segments.room(frame.remaining() + Frame.HEADER);
    open(LogName.parse(LogName.RECORDS).orElseThrow(), clock.millis());
    commit();
    clear();
  }

  private void batch(Optional<Waiting> first, boolean atEnd) {
    inPlace = first;
    try {
      var due = gaps.take(clock.millis(), atEnd);
      if (first.isEmpty() && due.isEmpty()) return;
      if (state == Status.Writing.BROKEN) {
        refuse(first, "write-failed", detail);
      } else if (!hasRoom()) {
        due.forEach(gaps::add);
        refuse(first, "disk-full", detail);
      } else {
        due.forEach(this::place);
        for (var next = first; next.isPresent(); next = take()) {
          inPlace = next;
          place(next.get());
        }
        commit();
      }
    } catch (IOException | RuntimeException | Error e) {
      breakDown(e);
    }
    Waiting.tell(settled);
    clear();
  }

  private void clear() {
    settled.clear();
    placed.clear();
    frame.clear();
  }

  /// The next draft that waits, if it is sure to fit.
  private Optional<Waiting> take() {
    return frame.remaining() < DRAFT_BYTES_MAX ? Optional.empty() : poll();
  }

  private Optional<Waiting> poll() {
    var polled = queue.poll();
    return polled == null ? Optional.empty() : polled;
  }

  private boolean hasRoom() throws IOException {
    try {
      segments.room(frame.remaining() + Frame.HEADER);
      state = Status.Writing.RUNNING;
      detail = "";
      return true;
    } catch (IOException e) {
      if (!Disk.isFull(e)) throw e;
      if (state != Status.Writing.DISK_FULL) {
        LOG.log(System.Logger.Level.ERROR, "disk full: exchanges are refused until there is room");
      }
      state = Status.Writing.DISK_FULL;
      detail = "the disk has no room for a further journal file";
      return false;
    }
  }

  private void refuse(Optional<Waiting> first, String reason, String why) {
    for (var next = first; next.isPresent(); next = poll()) {
      refuse(next.get(), reason, why);
    }
  }

  private void refuse(Waiting waiting, String reason, String why) {
    settle(waiting, new Appended.Unwritable(reason, why));
    switch (reason) {
      case "disk-full", "backlog-full" -> gaps.refused(waiting.draft(), reason, clock.millis());
      default -> {}
    }
  }

  private void settle(Waiting waiting, Appended end) {
    settled.add(new Waiting.Settled(waiting, end));
    inPlace = Optional.empty();
  }

  private void breakDown(Throwable cause) {
    LOG.log(
        System.Logger.Level.ERROR, "the journal cannot be written; restart after a check", cause);
    state = Status.Writing.BROKEN;
    detail = "a write of the journal failed";
    var told = new Appended.Unwritable("write-failed", detail);
    settled.replaceAll(one ->
        one.end() instanceof Appended.Unwritable ? one : new Waiting.Settled(one.waiting(), told));
    inPlace.ifPresent(waiting -> settle(waiting, told));
  }

  private void place(Gaps.Gap gap) {
    if (frame.remaining() < DRAFT_BYTES_MAX || isBacklogFull()) {
      gaps.add(gap);
      return;
    }
    var draft = gap.draft();
    long now = clock.millis();
    try {
      Tail tail = tail(draft.log(), now);
      putOwn(tail, draft.kind(), draft.body(), series(tail, now), now);
    } catch (IOException e) {
      gaps.add(gap);
    }
  }

  private boolean isBacklogFull() {
    return backlog.isOver(settings.backlogEntriesMax() - placed.size(), settings.backlogBytesMax());
  }

  private void place(Waiting waiting) {
    Draft draft = waiting.draft();
    if (isBacklogFull()) {
      refuse(waiting, "backlog-full", "too many entries wait for the sealer");
      return;
    }
    long now = clock.millis();
    Tail tail;
    try {
      tail = tail(draft.log(), now);
      stageBlobs(draft, tail.log);
    } catch (IOException e) {
      // Nothing of the draft is in the batch yet: a failed file beside the journal harms no other.
      refuse(
          waiting, Disk.isFull(e) ? "disk-full" : "write-failed", "a key or blob was not written");
      return;
    }
    var blob =
        draft.kind().equals("bundle") ? draft.body().text("digest") : Optional.<String>empty();
    if (blob.isPresent() && !tail.log.folder().hasBlob(blob.get())) {
      refuse(waiting, "malformed", "the bundle's blob is neither given nor there");
      return;
    }
    Series series = series(tail, now);
    var next = put(tail, draft.kind(), draft.body(), series, now);
    settle(
        waiting,
        next.isPresent()
            ? new Appended.Durable(
                next.get().leaf(), series.name(), next.get().seq(), next.get().time())
            : new Appended.Unwritable(
                Appended.TOO_LARGE, "the entry has over " + Entry.BYTES_MAX + " bytes"));
  }

  private void stageBlobs(Draft draft, Log log) throws IOException {
    for (Bytes blob : draft.blobs()) {
      String sha256 = Hash.of(blob.array()).hex();
      if (!log.folder().hasBlob(sha256)) log.folder().stageBlob(sha256, blob);
    }
  }

  private Tail tail(String folder, long now) throws IOException {
    Tail known = tails.get(folder);
    return known != null ? known : open(LogName.parse(folder).orElseThrow(), now);
  }

  /// Opens a new log: its key first, vouched for in `records`, then its first two entries. All in
  /// one batch, so that a crash leaves them together or not at all.
  private Tail open(LogName name, long now) throws IOException {
    Log log = logs.make(name);
    var tail = new Tail(log, 0);
    tails.put(name.folder(), tail);
    if (name.isTraffic()) {
      Tail records = tail(LogName.RECORDS, now);
      for (VerifierKey key : log.policy().orElseThrow().logs()) {
        var vouch = Series.keyBody("log", log.origin(), key.toString(), now);
        putOwn(records, "key", vouch, series(records, now), now);
      }
    }
    putOwn(tail, "genesis", genesis(log), series(tail, now), now);
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

  /// This process's series in a log, opened by its `key` entry.
  private Series series(Tail tail, long now) {
    if (tail.series.isPresent()) return tail.series.get();
    var start = Ulid.of(now, random.nextInt(), random.nextLong());
    String name = tail.log.origin() + "/" + settings.writer() + "/" + start.lowerCase();
    var series = new Series(tail.log.origin(), signers.of(name, Signers.newSeed(random)));
    tail.series = Optional.of(series);
    putOwn(tail, "key", series.keyBody(now), series, now);
    return series;
  }

  /// Puts the entry into the batch, or leaves all as it was where it is too large.
  private Optional<Series.Next> put(
      Tail tail, String kind, Json.Obj body, Series series, long now) {
    var next = series.next(kind, body, now);
    if (next.entry().length() > Entry.BYTES_MAX) return Optional.empty();
    String folder = tail.log.name().folder();
    frame.add(folder, tail.next, next.entry().array());
    placed.add(Placed.of(folder, tail.next, next.entry(), next.leaf(), kind, body));
    series.take(next);
    tail.next++;
    return Optional.of(next);
  }

  private void putOwn(Tail tail, String kind, Json.Obj body, Series series, long now) {
    if (put(tail, kind, body, series, now).isEmpty()) {
      throw new IllegalStateException("an entry of our own is too large");
    }
  }

  private void commit() throws IOException {
    if (frame.isEmpty()) return;
    segments.append(frame.seal());
    segments.durable(placed);
    backlog.add(placed);
  }
}
