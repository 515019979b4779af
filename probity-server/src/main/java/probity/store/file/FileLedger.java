package probity.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;

/// The ledger in a folder: `ledger/` as docs/formats/ledger.md fixes it, and beside it what writing
/// needs: `segments/` (journal), `staging/`, `heads/`, `keys/`, `trust` and `lock`.
///
/// An entry is durable when `done` says so, and published some `sealEvery` later.
public final class FileLedger implements Ledger {
  private final Settings settings;
  private final FileLock lock;
  private final Signers signers;
  private final Logs logs;
  private final Segments segments;
  private final Backlog backlog = new Backlog();
  private final Sealer sealer;
  private final Sequencer sequencer;
  private final Optional<Writer> writer;
  private final List<Entry> openIntents;
  private final Optional<Thread> writing;
  private final Thread sealing;
  private final Upkeep upkeep;
  private final Thread keeping;

  private FileLedger(
      Path dir,
      FileLock lock,
      Settings settings,
      InstantSource clock,
      SecureRandom random,
      Disk disk,
      boolean writes)
      throws IOException, Sealer.Retry {
    this.settings = settings;
    this.lock = lock;
    this.signers = Signers.fastest();
    var keys = new LogKeys(disk, dir.resolve("keys"), signers, random, settings, clock);
    this.logs = new Logs(disk, dir, keys, settings);
    this.segments = new Segments(disk, dir.resolve("segments"), settings.segmentBytes());
    this.sealer = new Sealer(settings, logs, segments, backlog);
    this.sequencer = new Sequencer(settings, clock, random, signers, logs, segments, backlog);
    this.openIntents = new Recovery(disk, dir, logs, segments, backlog, sealer).run();
    for (Log log : logs.all()) adopt(log);
    // A traffic log names a published checkpoint of `records`, so there is one from the start.
    sequencer.openRecords();
    sealer.sealAll();
    logs.writeTrust();
    this.writer =
        writes
            ? Optional.of(new Writer(settings, clock, random, signers, intake(settings.writer())))
            : Optional.empty();
    this.writing = writer.map(Thread.ofPlatform().name("ledger-writer")::unstarted);
    this.sealing = Thread.ofPlatform().name("ledger-sealer").unstarted(sealer);
    this.upkeep = new Upkeep(clock, logs, keys, sequencer, backlog);
    this.keeping = Thread.ofPlatform().name("ledger-upkeep").unstarted(upkeep);
  }

  /// Goes on with a log whose durable entries are all published.
  private void adopt(Log log) throws IOException {
    long size = logs.published(log.name().folder());
    var ending = log.folder().tiles().ending(size);
    for (Entry intent : openIntents) {
      if (intent.log().equals(log.origin())) ending.balance().open(intent.leaf().hex());
    }
    // Sealing may have brought another policy into force.
    log.policy(log.folder().policies().restore());
    if (ending.closed()) {
      log.close();
    } else {
      log.folder().policies().requireKeys();
    }
    sequencer.adopt(log, size, ending.balance());
  }

  /// Opens the ledger under `dir`, or begins one. What a crash left is completed first.
  ///
  /// @throws StoreException if another process has it, if it is damaged, or if the disk fails
  public static FileLedger open(
      Path dir, Settings settings, InstantSource clock, SecureRandom random) {
    return open(dir, settings, clock, random, new NioDisk());
  }

  /// As [#open], for a process that writes nothing itself but for what the ledger has to say:
  /// writers come through a [LedgerSocket].
  public static FileLedger openForPeers(
      Path dir, Settings settings, InstantSource clock, SecureRandom random) {
    return open(dir, settings, clock, random, new NioDisk(), false);
  }

  static FileLedger open(
      Path dir, Settings settings, InstantSource clock, SecureRandom random, Disk disk) {
    return open(dir, settings, clock, random, disk, true);
  }

  private static FileLedger open(
      Path dir,
      Settings settings,
      InstantSource clock,
      SecureRandom random,
      Disk disk,
      boolean writes) {
    try {
      for (String folder : List.of("ledger", "segments", "staging", "heads", "keys")) {
        disk.createFolders(dir.resolve(folder));
      }
      var lock = lock(dir);
      boolean opened = false;
      try {
        var ledger = new FileLedger(dir, lock, settings, clock, random, disk, writes);
        ledger.writing.ifPresent(Thread::start);
        ledger.sealing.start();
        ledger.keeping.start();
        opened = true;
        return ledger;
      } finally {
        if (!opened) lock.channel().close();
      }
    } catch (IOException | Sealer.Retry e) {
      throw new StoreException(
          StoreException.Kind.FAILED, "ledger in `" + dir + "` cannot be opened", e);
    }
  }

  private static FileLock lock(Path dir) throws IOException {
    var channel =
        FileChannel.open(dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Optional<FileLock> lock = Optional.empty();
    try {
      lock = Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      // This process has it already: the same answer.
    }
    if (lock.isEmpty()) {
      channel.close();
      throw new StoreException(
          StoreException.Kind.LOCKED,
          "ledger in `" + dir + "` is used by another process; stop that one first");
    }
    return lock.get();
  }

  @Override
  public void append(Draft draft, Executor home, Consumer<Appended> done) {
    var waiting = new Waiting(draft, home, done);
    writer.ifPresentOrElse(
        to -> to.offer(waiting),
        () -> waiting.refuse("closing", "this process writes for others alone"));
  }

  /// Appends an entry that the ledger itself has to say, such as `policy`, `anchor` or `heartbeat`,
  /// signed by the ledger's own series. Waits for the disk; not for an event loop.
  public CompletableFuture<Appended> own(
      String log, String kind, Json.Obj body, List<Bytes> blobs) {
    return sequencer.own(log, kind, body, blobs);
  }

  /// The way in for a writer of this name.
  Intake intake(String writer) {
    return sequencer.intake(writer);
  }

  @Override
  public List<Entry> openIntents() {
    return openIntents;
  }

  /// The intents of a writer that have no outcome yet.
  List<Bytes> openIntents(String writer) {
    try {
      return segments.openIntents().stream()
          .filter(entry -> isOf(writer, Entry.parse(entry.array()).orThrow()))
          .toList();
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "the journal cannot be read", e);
    }
  }

  private static boolean isOf(String writer, Entry entry) {
    String begin = entry.log() + "/" + writer + "/";
    return entry.series().startsWith(begin) && entry.series().indexOf('/', begin.length()) < 0;
  }

  /// Waits for a round of sealing to end.
  @Override
  public List<Entry> read(String log) {
    return bytes(log).stream().map(entry -> Entry.parse(entry.array()).orThrow()).toList();
  }

  List<Bytes> bytes(String log) {
    var found = logs.find(log);
    if (found.isEmpty()) return List.of();
    sealer.round().lock();
    try {
      var entries = new ArrayList<Bytes>(found.get().folder().tiles().entries(logs.published(log)));
      backlog.of(log).forEach(placed -> entries.add(placed.entry()));
      return entries;
    } finally {
      sealer.round().unlock();
    }
  }

  /// Whether `log` would be a new one, and there are `max` already.
  boolean isLogTooMany(String log, int max) {
    return logs.find(log).isEmpty() && logs.all().size() >= max;
  }

  /// What stands before the folder's name in a log's origin.
  String originPrefix() {
    return settings.originPrefix();
  }

  @Override
  public Optional<Bytes> blob(String log, Hash sha256) {
    try {
      var found = logs.find(log);
      return found.isEmpty()
          ? Optional.empty()
          : found
              .get()
              .folder()
              .blob(sha256.hex())
              .filter(content -> Hash.of(content.array()).equals(sha256));
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "blob `" + sha256 + "`", e);
    }
  }

  @Override
  public Optional<Checkpoint> published(String log) {
    return logs.find(log).flatMap(Log::published);
  }

  @Override
  public String origin(String log) {
    return settings.origin(log);
  }

  @Override
  public Status status() {
    var counts = new HashMap<String, Status.Log>();
    for (Log log : logs.all()) {
      String folder = log.name().folder();
      long published = logs.published(folder);
      counts.put(folder, new Status.Log(published + backlog.count(folder), published));
    }
    var writing =
        writer
            .map(Writer::state)
            .filter(state -> state != Status.Writing.RUNNING)
            .orElse(sequencer.state());
    return new Status(
        counts,
        backlog.entries(),
        writing,
        sealer.state(),
        Stream.of(writer.map(Writer::detail).orElse(""), sequencer.detail(), sealer.detail())
            .filter(detail -> !detail.isEmpty())
            .findFirst()
            .orElse(""),
        signers.implementation());
  }

  /// Takes no further drafts, writes and publishes what came before, and gives the folder free.
  /// What cannot be published stays in the journal for the next start.
  @Override
  public void close() {
    upkeep.close();
    boolean interrupted = join(keeping);
    writer.ifPresent(Writer::close);
    if (writing.isPresent()) interrupted |= join(writing.get());
    sequencer.close();
    sealer.close();
    interrupted |= join(sealing);
    sealer.turn();
    try (var _ = lock.channel()) {
      segments.release(logs::published, true);
      segments.close();
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "ledger did not close cleanly", e);
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  static boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
