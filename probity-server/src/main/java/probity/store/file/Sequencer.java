package probity.store.file;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;

/// The ledger's half of writing: opens logs, gives every entry its place, and makes it durable. It
/// alone gives places, so the order in the journal is the order of the tree.
///
/// A batch becomes one write and one force. After a write that failed nothing is written any more:
/// what the disk then says of those bytes is worth nothing. Entries of its own (a log's `genesis`,
/// the keys of logs) it signs with its own series, `<log>/sealer/<ulid>`.
///
/// Any thread may call; one at a time is served.
final class Sequencer {
  private static final System.Logger LOG = System.getLogger(Sequencer.class.getName());

  private final Settings settings;
  private final InstantSource clock;

  // Guarded by this.
  private final Batch batch;
  private final OpenLogs logs;

  private volatile Status.Writing state = Status.Writing.RUNNING;
  private volatile String detail = "";

  Sequencer(
      Settings settings,
      InstantSource clock,
      SecureRandom random,
      Signers signers,
      Logs logs,
      Segments segments,
      Backlog backlog) {
    this.settings = settings;
    this.clock = clock;
    this.batch = new Batch(segments, backlog, settings.segmentBytes());
    this.logs = new OpenLogs(settings, random, signers, logs, batch);
  }

  /// Goes on with a log that has `size` durable entries; before anybody writes.
  synchronized void adopt(Log log, long size, Balance balance) {
    logs.adopt(log, size, balance);
  }

  /// Opens `records` with its first two entries, where it is new; before anybody writes.
  synchronized void openRecords() throws IOException {
    if (logs.find(LogName.RECORDS).isPresent()) return;
    batch.room();
    var _ = logs.open(LogName.parse(LogName.RECORDS).orElseThrow(), clock.millis());
    batch.commit();
  }

  Status.Writing state() {
    return state;
  }

  String detail() {
    return detail;
  }

  /// Takes nothing from now on.
  synchronized void close() {
    state = Status.Writing.CLOSED;
  }

  /// The way in for a writer of this name.
  Intake intake(String writer) {
    if (writer.equals(OpenLogs.OWN_WRITER) || writer.startsWith(OpenLogs.OWN_WRITER + "/")) {
      throw new IllegalArgumentException("writer `" + writer + "` bears the ledger's own name");
    }
    var chains = new Chains();
    return new Intake() {
      @Override
      public Opening open(String folder) {
        return Sequencer.this.open(folder, writer, chains);
      }

      @Override
      public List<Appended> append(List<Offer> offers) {
        return Sequencer.this.append(offers, chains);
      }
    };
  }

  private synchronized Intake.Opening open(String folder, String writer, Chains chains) {
    long now = clock.millis();
    try {
      var refusal = refusal();
      if (refusal.isPresent()) return new Intake.Opening.Shut(refusal.get());
      var found = find(folder, now);
      if (found.why().isPresent()) return new Intake.Opening.Shut(found.why().get());
      batch.commit();
      String origin = settings.origin(folder);
      String series = logs.newSeries(origin, writer, now);
      chains.begin(folder, series);
      return new Intake.Opening.Open(origin, series);
    } catch (IOException | RuntimeException | Error e) {
      return new Intake.Opening.Shut(breakDown(e));
    } finally {
      batch.clear();
    }
  }

  private synchronized List<Appended> append(List<Offer> offers, Chains chains) {
    var ends = new ArrayList<Appended>(offers.size());
    var torn = new HashSet<String>();
    int committed = 0;
    try {
      for (Offer offer : offers) {
        if (!batch.holds(offer.entry().length())) {
          batch.commit();
          committed = ends.size();
        }
        Appended end = place(offer, chains, torn.contains(offer.series()));
        if (end instanceof Appended.Unwritable) torn.add(offer.series());
        ends.add(end);
      }
      batch.commit();
    } catch (IOException | RuntimeException | Error e) {
      var told = breakDown(e);
      for (int i = committed; i < ends.size(); i++) {
        if (ends.get(i) instanceof Appended.Durable) ends.set(i, told);
      }
      while (ends.size() < offers.size()) ends.add(told);
    } finally {
      batch.clear();
    }
    return ends;
  }

  private Appended place(Offer offer, Chains chains, boolean isTorn) throws IOException {
    var refusal = refusal();
    if (refusal.isPresent()) return refusal.get();
    if (isTorn) return new Appended.Unwritable(Intake.FOLLOWS, "an entry before it was refused");
    var fault = chains.fault(offer);
    if (fault.isPresent()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "an entry of series {0} was refused as {1}: {2}",
          offer.series(),
          fault.get().reason(),
          fault.get().detail());
      return fault.get();
    }
    var tail = logs.find(offer.log()).orElseThrow();
    if (tail.log().isClosed()) return refused("closed", "the log is closed").get();
    var blobs = takeBlobs(tail.log(), offer.kind(), offer.body(), offer.blobs());
    if (blobs.isPresent()) return blobs.get();
    logs.place(tail, offer.kind(), offer.body(), offer.entry(), offer.leaf());
    chains.take(offer);
    return new Appended.Durable(offer.leaf(), offer.series(), offer.seq(), offer.time());
  }

  /// Appends an entry of the ledger's own, signed by its own series. Complete on return: the caller
  /// has waited for the disk.
  synchronized CompletableFuture<Appended> own(
      String folder, String kind, Json.Obj body, List<Bytes> blobs) {
    return CompletableFuture.completedFuture(ownNow(new Draft(folder, kind, body, blobs)));
  }

  private Appended ownNow(Draft draft) {
    var fault = Shape.fault(draft);
    if (fault.isPresent()) return new Appended.Unwritable("malformed", fault.get());
    return ownNow(
        draft.log(),
        (tail, now) ->
            takeBlobs(tail.log(), draft.kind(), draft.body(), draft.blobs())
                .<Appended>map(refused -> refused)
                .orElseGet(() -> logs.put(tail, draft.kind(), draft.body(), now)));
  }

  /// Says what an open log holds at this moment, in an entry of kind `heartbeat`.
  synchronized Appended heartbeat(String folder) {
    return ownNow(folder, logs::putHeartbeat);
  }

  /// Ends a log in which no intent is open; false where one is.
  synchronized boolean close(String folder) {
    boolean open = logs.find(folder).filter(tail -> tail.balance().open() > 0).isPresent();
    return !open && ownNow(folder, logs::putClose) instanceof Appended.Durable;
  }

  /// How an entry of our own is put into the frame.
  @FunctionalInterface
  private interface Own {
    Appended put(OpenLogs.Tail tail, long now);
  }

  private Appended ownNow(String folder, Own own) {
    long now = clock.millis();
    try {
      var refusal = refusal();
      if (refusal.isPresent()) return refusal.get();
      var found = find(folder, now);
      if (found.why().isPresent()) return found.why().get();
      // What opened the log stays in any case.
      Appended end = own.put(found.tail().orElseThrow(), now);
      batch.commit();
      return end;
    } catch (IOException | RuntimeException | Error e) {
      return breakDown(e);
    } finally {
      batch.clear();
    }
  }

  /// Why nothing can be written now, or empty: then the frame has its room in the journal.
  private Optional<Appended.Unwritable> refusal() throws IOException {
    switch (state) {
      case BROKEN -> {
        return refused("write-failed", detail);
      }
      case CLOSED -> {
        return refused("closing", "the ledger is being closed");
      }
      case RUNNING, DISK_FULL, AWAY -> {}
    }
    if (batch.isEmpty() && !hasRoom()) return refused("disk-full", detail);
    return batch.isBacklogFull(settings)
        ? refused("backlog-full", "too many entries wait for the sealer")
        : Optional.empty();
  }

  private static Optional<Appended.Unwritable> refused(String reason, String detail) {
    return Optional.of(new Appended.Unwritable(reason, detail));
  }

  private boolean hasRoom() throws IOException {
    try {
      batch.room();
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

  private Appended.Unwritable breakDown(Throwable cause) {
    LOG.log(
        System.Logger.Level.ERROR, "the journal cannot be written; restart after a check", cause);
    state = Status.Writing.BROKEN;
    detail = "a write of the journal failed";
    return new Appended.Unwritable("write-failed", detail);
  }

  /// Puts the blobs that come with an entry where they stay; nothing of the entry is in the batch
  /// yet, so a failed file beside the journal harms no other.
  private static Optional<Appended.Unwritable> takeBlobs(
      Log log, String kind, Json.Obj body, List<Bytes> blobs) {
    var named = Shape.blobs(kind, body);
    if (named.isEmpty() && blobs.isEmpty()) return Optional.empty();
    var fault = Shape.blobs(kind, body, blobs);
    if (fault.isPresent()) return refused("malformed", fault.get());
    try {
      for (Bytes blob : blobs) {
        String sha256 = Hash.of(blob.array()).hex();
        if (!log.folder().hasBlob(sha256)) log.folder().stageBlob(sha256, blob);
      }
    } catch (IOException e) {
      return refused(Disk.isFull(e) ? "disk-full" : "write-failed", "a blob was not written");
    }
    return named.stream().allMatch(log.folder()::hasBlob)
        ? Optional.empty()
        : refused("malformed", "a blob that the entry names is neither given nor there");
  }

  /// A log, or why it is not to be had.
  private record Found(Optional<OpenLogs.Tail> tail, Optional<Appended.Unwritable> why) {}

  private Found find(String folder, long now) {
    var known = logs.find(folder);
    if (known.isPresent()) {
      return known.get().log().isClosed()
          ? new Found(Optional.empty(), refused("closed", "the log is closed"))
          : new Found(known, Optional.empty());
    }
    var name = LogName.parse(folder);
    if (name.isEmpty()) {
      return new Found(Optional.empty(), refused("malformed", "log has no name of a log"));
    }
    try {
      return new Found(Optional.of(logs.open(name.get(), now)), Optional.empty());
    } catch (IOException e) {
      String reason = Disk.isFull(e) ? "disk-full" : "write-failed";
      return new Found(Optional.empty(), refused(reason, "the key of a new log was not written"));
    }
  }
}
