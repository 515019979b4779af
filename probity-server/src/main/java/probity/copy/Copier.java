package probity.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.publish.PublishedLedger;

/// Keeps one copy up to date: a thread that reads published files alone, so that neither a slow nor
/// a broken copy holds up the ledger.
public final class Copier implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Copier.class.getName());
  private static final Duration LAST_ROUND = Duration.ofSeconds(10);

  private final String name;
  private final String place;
  private final PublishedLedger ledger;
  private final CopyStore store;
  private final Duration every;
  private final Path statusFile;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private volatile CopyStatus status;

  /// Owned by the thread: partial tiles of a round that was broken off may lie about.
  private boolean untidy = true;

  /// @param place where the copy is, for people
  /// @param every pause between two rounds
  /// @param statusFile is replaced after each round
  public Copier(
      String name,
      String place,
      PublishedLedger ledger,
      CopyStore store,
      Duration every,
      Path statusFile,
      InstantSource clock) {
    this.name = name;
    this.place = place;
    this.ledger = ledger;
    this.store = store;
    this.every = every;
    this.statusFile = statusFile;
    this.clock = clock;
    this.status =
        new CopyStatus(
            name,
            place,
            CopyStore.Protection.UNKNOWN,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of());
    this.thread = Thread.ofPlatform().name("copy-" + name).daemon().unstarted(this::run);
  }

  public Copier start() {
    thread.start();
    return this;
  }

  public CopyStatus status() {
    return status;
  }

  private void run() {
    try {
      boolean last = false;
      while (!last) {
        last = closing.await(every.toNanos(), TimeUnit.NANOSECONDS);
        round();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "copy `{0}` was stopped before its last round ended", name);
    } finally {
      store.close();
    }
  }

  /// One round: what is published now, copied. Notes how it went.
  void round() {
    Map<String, CopyStatus.Log> logs = new LinkedHashMap<>();
    status.logs().forEach(log -> logs.put(log.folder(), log));
    var protection = status.protection();
    try {
      var snapshot = Snapshot.of(ledger);
      for (Snapshot.Log log : snapshot.logs()) {
        long size = log.head().checkpoint().size();
        logs.merge(
            log.log().name(),
            new CopyStatus.Log(log.log().name(), size, 0),
            (before, now) -> new CopyStatus.Log(now.folder(), size, before.copied()));
      }
      for (Snapshot.Log log : snapshot.logs()) {
        long size = new Round(store, log).run(untidy);
        logs.put(log.log().name(), new CopyStatus.Log(log.log().name(), size, size));
      }
      untidy = false;
      protection = store.protection();
      note(protection, false, Optional.of(clock.instant()), status.failed(), logs);
    } catch (CopyFault e) {
      failed(true, String.valueOf(e.getMessage()), protection, logs);
    } catch (IOException | UncheckedIOException e) {
      failed(false, e.getClass().getSimpleName() + ": " + e.getMessage(), protection, logs);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "copy `" + name + "` failed", e);
      failed(false, e.getClass().getSimpleName(), protection, logs);
    }
  }

  private void failed(
      boolean fault,
      String message,
      CopyStore.Protection protection,
      Map<String, CopyStatus.Log> logs) {
    untidy = true;
    // Said once, and again when it says something else: a round comes every few seconds.
    boolean same =
        status.failing() && status.failed().map(CopyStatus.Failure::message).get().equals(message);
    if (!same) LOG.log(Level.WARNING, "copy `{0}` failed: {1}", new Object[] {name, message});
    var failure = new CopyStatus.Failure(clock.instant(), fault, message);
    note(protection, true, status.succeeded(), Optional.of(failure), logs);
  }

  private void note(
      CopyStore.Protection protection,
      boolean failing,
      Optional<Instant> succeeded,
      Optional<CopyStatus.Failure> failed,
      Map<String, CopyStatus.Log> logs) {
    status =
        new CopyStatus(
            name, place, protection, failing, succeeded, failed, new ArrayList<>(logs.values()));
    try {
      Path folder = statusFile.toAbsolutePath().getParent();
      if (folder != null) Files.createDirectories(folder);
      Path next = statusFile.resolveSibling(statusFile.getFileName() + ".next");
      byte[] json = status.json().canonicalBytes();
      Files.writeString(next, new String(json, StandardCharsets.UTF_8) + "\n");
      Files.move(next, statusFile, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the status of copy `" + name + "` cannot be written", e);
    }
  }

  /// Copies once more what is published by now, for at most ten seconds.
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!thread.join(LAST_ROUND)) thread.interrupt();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
