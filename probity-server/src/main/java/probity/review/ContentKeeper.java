package probity.review;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.evidence.Decisions;
import probity.evidence.Opened;
import probity.exchange.Bytes;
import probity.gateway.Contents;
import probity.gateway.Grants;
import probity.ledger.Json;

/// Keeps content in the vault, on an executor of its own: an answer never waits for it. What comes
/// while too much waits is dropped and counted.
final class ContentKeeper implements Contents {
  private static final Logger LOG = Logger.getLogger(ContentKeeper.class.getName());

  private final ReviewVault vault;
  private final int bytesMax;
  private final long waitingBytesMax;
  private final Executor disk;
  private final AtomicLong dropped = new AtomicLong();

  /// Guarded by itself.
  private final ArrayDeque<Kept> waiting = new ArrayDeque<>();

  /// Guarded by `waiting`.
  private long waitingBytes;

  /// Guarded by `waiting`.
  private boolean writing;

  private record Kept(Opened opened, ReviewVault.Place place, Bytes content) {
    @Override
    public String toString() {
      return "kept content";
    }
  }

  /// @param bytesMax of one part
  /// @param waitingBytesMax of all parts that wait for the disk
  /// @param disk with one thread
  ContentKeeper(ReviewVault vault, int bytesMax, long waitingBytesMax, Executor disk) {
    this.vault = vault;
    this.bytesMax = bytesMax;
    this.waitingBytesMax = waitingBytesMax;
    this.disk = disk;
  }

  @Override
  public int bytesMax() {
    return bytesMax;
  }

  @Override
  public void keep(Opened opened, Part part, Bytes content, String sha256) {
    boolean whole = content.length() <= bytesMax;
    var first = whole ? content : Bytes.wrap(Arrays.copyOf(content.array(), bytesMax));
    String exchange = opened.exchange().id().text();
    String commitment =
        sha256.isEmpty() ? "" : opened.key().withhold(exchange, part.word(), sha256).digest();
    keep(opened, part.word(), new KeptPart(whole, commitment, first));
  }

  /// Keeps what a reviewer is told of a decision.
  void keepCase(Grants.Case decided, String queue) {
    var opened = decided.opened();
    var exchange = opened.exchange();
    var told =
        Json.object()
            .put("bundle", exchange.bundle().name() + " " + exchange.bundle().version())
            .put("caller", exchange.caller().id())
            .put("decision", Decisions.json(decided.decision()))
            .put("digest", exchange.bundle().digest().hex())
            .put("facts", decided.facts().json())
            .put("purpose", exchange.purpose().word())
            .build();
    keep(opened, partOfCase(queue), new KeptPart(true, "", Bytes.utf8(told.canonical())));
  }

  static String partOfCase(String queue) {
    return "case." + queue;
  }

  private void keep(Opened opened, String part, KeptPart kept) {
    var exchange = opened.exchange();
    var place = new ReviewVault.Place(exchange.log(), exchange.id().text(), part);
    var bytes = kept.bytes();
    boolean first;
    synchronized (waiting) {
      if (waitingBytes + bytes.length() > waitingBytesMax) {
        drop("too much of it waits");
        return;
      }
      waiting.add(new Kept(opened, place, bytes));
      waitingBytes += bytes.length();
      first = !writing;
      writing = true;
    }
    if (first) start();
  }

  private void start() {
    try {
      disk.execute(this::writeAll);
    } catch (RejectedExecutionException closing) {
      synchronized (waiting) {
        waiting.forEach(_ -> drop("the gateway ends"));
        waiting.clear();
        waitingBytes = 0;
        writing = false;
      }
    }
  }

  private void writeAll() {
    while (true) {
      Kept kept;
      synchronized (waiting) {
        kept = waiting.poll();
        if (kept == null) {
          writing = false;
          return;
        }
      }
      try {
        vault.keep(kept.opened.key(), kept.place, kept.content);
      } catch (RuntimeException e) {
        drop(e.getClass().getSimpleName());
      }
      synchronized (waiting) {
        waitingBytes -= kept.content.length();
      }
    }
  }

  private void drop(String why) {
    long before = dropped.getAndIncrement();
    // The first one, and then ever more seldom.
    if (Long.bitCount(before + 1) == 1) {
      LOG.log(
          Level.WARNING,
          "content is not kept ({0}): {1} parts since the start",
          new Object[] {why, before + 1});
    }
  }

  /// How many parts were not kept, since the start.
  long dropped() {
    return dropped.get();
  }

  /// Removes content of classes whose time is over.
  ///
  /// @param daysOfClass by retention class, as the bundle in force says
  /// @param daysMax of all content, or `Integer.MAX_VALUE`
  /// @param today such as `2026-11-25`
  void sweep(Map<String, Integer> daysOfClass, int daysMax, java.time.LocalDate today) {
    for (String log : vault.logs()) {
      int days = Math.min(daysMax, daysOfClass.getOrDefault(retention(log), Integer.MAX_VALUE));
      if (days == Integer.MAX_VALUE) continue;
      int gone = vault.sweep(log, today.minusDays(days).toString());
      if (gone > 0) {
        LOG.log(Level.INFO, "content of {0} days of `{1}` was removed", new Object[] {gone, log});
      }
    }
  }

  /// `standard` of `traffic-standard-2026h2`.
  private static String retention(String log) {
    return log.replaceFirst("^traffic-", "").replaceFirst("-\\d{4}h[12]$", "");
  }
}
