package probity.store.file;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Entry;

/// The gateway's half of writing: makes signed entries from drafts, in this process's series, and
/// tells what became of them. It holds the keys of the series and nothing else: no key of a log, no
/// file.
///
/// All drafts that wait become one batch for the ledger's half. Of what that refuses nothing is in
/// the ledger, so the series goes on from the last entry that is.
final class Writer implements Runnable {
  private static final System.Logger LOG = System.getLogger(Writer.class.getName());

  /// What one draft can take: itself, and before it the `key` entry of its series.
  private static final int DRAFT_BYTES_MAX = Entry.BYTES_MAX + 4 * 1024;

  private static final long IDLE_MILLIS = 250;

  /// How often in a row a ledger that comes and goes is tried with the same drafts.
  private static final int LOSSES_MAX = 3;

  private final InstantSource clock;
  private final SecureRandom random;
  private final Signers signers;
  private final Intake ledger;
  private final int batchBytesMax;
  private final Gaps gaps = new Gaps();

  /// Drafts, and nothing at all to wake a writer that has to end.
  private final ArrayBlockingQueue<Optional<Waiting>> queue;

  // Owned by the writer thread.
  private final Map<String, Series> series = new HashMap<>();
  private final ArrayDeque<Work> waiting = new ArrayDeque<>();
  private final List<Signed> batch = new ArrayList<>();
  private final List<Waiting.Settled> settled = new ArrayList<>();

  private volatile Status.Writing state = Status.Writing.RUNNING;
  private volatile String detail = "";
  private volatile boolean closing;

  Writer(
      Settings settings, InstantSource clock, SecureRandom random, Signers signers, Intake ledger) {
    this.clock = clock;
    this.random = random;
    this.signers = signers;
    this.ledger = ledger;
    this.queue = new ArrayBlockingQueue<>(settings.queueMax());
    this.batchBytesMax = Batch.bytesMax(settings.segmentBytes());
  }

  /// What has to become an entry: a draft of somebody who waits, a gap, or the opening of a series.
  private sealed interface Work {
    record OfCaller(Waiting waiting) implements Work {}

    record OfGap(Gaps.Gap gap) implements Work {}

    record OfSeries() implements Work {}
  }

  /// An entry of the batch.
  ///
  /// @param before where the series stood
  private record Signed(Work work, Series series, Series.End before, Offer offer) {}

  Status.Writing state() {
    return state;
  }

  String detail() {
    return detail;
  }

  /// Any thread; never blocks.
  void offer(Waiting waiting) {
    var fault = Shape.fault(waiting.draft());
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
      round(first, last && first.isEmpty());
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

  /// Writes gaps that are due, the draft, and what waits behind it as far as one batch holds it.
  private void round(Optional<Waiting> first, boolean atEnd) {
    gaps.take(clock.millis(), atEnd).forEach(gap -> waiting.add(new Work.OfGap(gap)));
    first.ifPresent(draft -> waiting.add(new Work.OfCaller(draft)));
    int losses = 0;
    try {
      while (!waiting.isEmpty()) {
        if (state == Status.Writing.BROKEN) throw new IllegalStateException(detail);
        try {
          fill();
          send();
        } catch (Intake.Gone gone) {
          lose(gone.sent, ++losses >= LOSSES_MAX);
        }
        tell();
      }
    } catch (RuntimeException | Error e) {
      breakDown(e);
      tell();
    }
  }

  /// The ledger's process went away, and with it all series. What it may have got is told as
  /// unwritable and never offered again; anything else waits for new series, but not for ever.
  private void lose(boolean sent, boolean tooOften) {
    series.clear();
    var lost = new ArrayDeque<Work>();
    for (Signed signed : batch) {
      if (!(signed.work instanceof Work.OfSeries)) lost.add(signed.work);
    }
    batch.clear();
    if (!sent && !tooOften) {
      for (Work left; (left = lost.pollLast()) != null; ) waiting.addFirst(left);
      return;
    }
    if (!sent && !waiting.isEmpty()) lost.add(waiting.removeFirst());
    String reason = sent ? "write-failed" : Intake.LEDGER_GONE;
    var told = new Appended.Unwritable(reason, "the ledger's process went away");
    for (Work work : lost) {
      settle(work, told);
      if (sent && work instanceof Work.OfCaller(var caller)) note(caller, Intake.LEDGER_GONE);
    }
  }

  private void tell() {
    Waiting.tell(settled);
    settled.clear();
  }

  /// A fault of our own: no key of a series is used again.
  private void breakDown(Throwable cause) {
    if (state != Status.Writing.BROKEN) {
      LOG.log(System.Logger.Level.ERROR, "entries cannot be made; restart after a check", cause);
    }
    state = Status.Writing.BROKEN;
    detail = "making an entry failed";
    var told = new Appended.Unwritable("write-failed", detail);
    batch.forEach(signed -> settle(signed.work, told));
    batch.clear();
    for (Work left; (left = waiting.poll()) != null; ) settle(left, told);
  }

  /// Signs what waits, as long as the batch is sure to hold it.
  private void fill() throws Intake.Gone {
    int bytes = 0;
    while (bytes + DRAFT_BYTES_MAX <= batchBytesMax) {
      if (waiting.isEmpty()) {
        var polled = queue.poll();
        if (polled == null || polled.isEmpty()) return;
        waiting.add(new Work.OfCaller(polled.get()));
      }
      Work work = waiting.getFirst();
      bytes += sign(work);
      waiting.removeFirst();
      // A blob may fill what takes the batch to the ledger.
      if (work instanceof Work.OfCaller(var caller) && !caller.draft().blobs().isEmpty()) return;
    }
  }

  /// Puts the entry into the batch, or settles it; gives the bytes that it took.
  private int sign(Work work) throws Intake.Gone {
    return switch (work) {
      case Work.OfCaller(var waiting) -> sign(work, waiting.draft());
      case Work.OfGap(var gap) -> sign(work, gap.draft());
      case Work.OfSeries() -> throw new IllegalStateException("a series is opened with its draft");
    };
  }

  private int sign(Work work, Draft draft) throws Intake.Gone {
    long now = clock.millis();
    int bytes = 0;
    Series chain = series.get(draft.log());
    if (chain == null) {
      switch (ledger.open(draft.log())) {
        case Intake.Opening.Shut(var why) -> {
          settle(work, why);
          return 0;
        }
        case Intake.Opening.Open(var origin, var name) -> {
          chain = new Series(origin, signers.of(name, Signers.newSeed(random)));
          series.put(draft.log(), chain);
          var key = new Draft(draft.log(), "key", chain.keyBody(now));
          bytes += put(new Work.OfSeries(), chain, key, now);
        }
      }
    }
    return bytes + put(work, chain, draft, now);
  }

  private int put(Work work, Series chain, Draft draft, long now) {
    var next = chain.next(draft.kind(), draft.body(), now);
    if (next.entry().length() > Entry.BYTES_MAX) {
      String why = "the entry has over " + Entry.BYTES_MAX + " bytes";
      settle(work, new Appended.Unwritable(Appended.TOO_LARGE, why));
      return 0;
    }
    batch.add(new Signed(work, chain, chain.end(), Offer.of(draft, chain.name(), next)));
    chain.take(next);
    return next.entry().length() + Frame.ITEM_BYTES_MAX;
  }

  /// Offers the batch and settles every entry of it, but for those that only follow a refused one:
  /// they are signed again in its place.
  private void send() throws Intake.Gone {
    if (batch.isEmpty()) return;
    var ends = ledger.append(batch.stream().map(Signed::offer).toList());
    var torn = new HashSet<Series>();
    var again = new ArrayDeque<Work>();
    boolean anySettled = false;
    for (int i = 0; i < ends.size(); i++) {
      Signed signed = batch.get(i);
      if (ends.get(i) instanceof Appended.Unwritable && torn.add(signed.series)) goBack(signed);
      boolean follows =
          ends.get(i) instanceof Appended.Unwritable(var reason, var _)
              && reason.equals(Intake.FOLLOWS);
      switch (signed.work) {
        case Work.OfSeries() -> {}
        case Work.OfCaller _, Work.OfGap _ when follows -> again.add(signed.work);
        case Work.OfCaller _, Work.OfGap _ -> {
          settle(signed.work, withReceipt(signed, ends.get(i)));
          anySettled = true;
        }
      }
    }
    batch.clear();
    if (anySettled) {
      for (Work left; (left = again.pollLast()) != null; ) waiting.addFirst(left);
    } else if (!again.isEmpty()) {
      // Not even our series was taken: they would follow a refused one for ever.
      LOG.log(System.Logger.Level.ERROR, "the ledger took no series of this process");
      var told = new Appended.Unwritable("write-failed", "the ledger took no series of ours");
      again.forEach(work -> settle(work, told));
    }
  }

  /// Intents alone: what an exchange came to, its caller has.
  private static Appended withReceipt(Signed signed, Appended end) {
    if (!signed.offer.kind().equals("intent") || !(end instanceof Appended.Durable durable))
      return end;
    return new Appended.Durable(
        durable.leaf(),
        durable.series(),
        durable.seq(),
        durable.time(),
        signed.series.receipt(durable));
  }

  /// Takes back the entry and all after it in its series.
  private void goBack(Signed refused) {
    refused.series.backTo(refused.before);
    if (refused.before.seq() == 0) series.remove(refused.offer.log());
  }

  private void settle(Work work, Appended end) {
    switch (work) {
      case Work.OfCaller(var waiting) -> {
        settled.add(new Waiting.Settled(waiting, end));
        if (end instanceof Appended.Unwritable why) note(waiting, why.reason());
      }
      case Work.OfGap(var gap) -> {
        if (end instanceof Appended.Unwritable) gaps.add(gap);
      }
      case Work.OfSeries() -> {}
    }
  }

  private void note(Waiting refused, String reason) {
    switch (reason) {
      case "disk-full", "backlog-full", Intake.LEDGER_GONE ->
          gaps.refused(refused.draft(), reason, clock.millis());
      default -> {}
    }
  }
}
