package probity.store.file;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.evidence.Evidence;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Hash;

/// The ledger of another process, behind a Unix socket: this one makes signed entries and opens no
/// file.
///
/// While that process is away drafts are refused, and a gap entry says so once it is back. What was
/// sent and not acknowledged is told as unwritable and not sent again; where it turns out to be in
/// the ledger all the same, an intent of it ends as `interrupted`.
public final class RemoteLedger implements Ledger {
  private final Settings settings;
  private final SocketIntake intake;
  private final Signers signers = Signers.fastest();
  private final Writer writer;
  private final Thread writing;
  private final List<Entry> openIntents;

  private RemoteLedger(
      Path socket, Settings settings, InstantSource clock, SecureRandom random, Duration patience) {
    this.settings = settings;
    this.intake =
        new SocketIntake(socket, settings.writer(), settings.originPrefix(), this::endInterrupted);
    this.writer = new Writer(settings, clock, random, signers, intake);
    this.openIntents = connect(socket, patience);
    this.writing = Thread.ofPlatform().name("ledger-writer").start(writer);
  }

  /// Connects to the process that listens at `socket`, waiting for it at most `patience`.
  ///
  /// @throws StoreException if nobody answers, or for another ledger
  public static RemoteLedger open(
      Path socket, Settings settings, InstantSource clock, SecureRandom random, Duration patience) {
    return new RemoteLedger(socket, settings, clock, random, patience);
  }

  /// Gives the intents that an earlier process left.
  private List<Entry> connect(Path socket, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      if (intake.connect()) {
        try {
          return parsed(intake.openIntents());
        } catch (StoreException e) {
          // It went away again; the next try says more.
        }
      }
      if (System.nanoTime() > until) {
        throw new StoreException(
            StoreException.Kind.FAILED,
            "no ledger answers at the socket `"
                + socket
                + "`; start `./probity sealer` for the same origin, and let this user reach it");
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException(StoreException.Kind.FAILED, "interrupted while connecting", e);
      }
    }
  }

  private void endInterrupted(List<Bytes> intents) {
    for (Entry intent : parsed(intents)) {
      append(Evidence.interrupted(intent), Runnable::run, _ -> {});
    }
  }

  private static List<Entry> parsed(List<Bytes> entries) {
    return entries.stream().map(entry -> Entry.parse(entry.array()).orThrow()).toList();
  }

  @Override
  public void append(Draft draft, Executor home, Consumer<Appended> done) {
    writer.offer(new Waiting(draft, home, done));
  }

  @Override
  public List<Entry> openIntents() {
    return openIntents;
  }

  @Override
  public List<Entry> read(String log) {
    if (!log.equals(LogName.RECORDS)) {
      throw new StoreException(
          StoreException.Kind.FAILED,
          "log `" + log + "` can be read in the ledger's process alone");
    }
    return parsed(intake.pages(PeerConnection.READ));
  }

  @Override
  public Optional<Bytes> blob(String log, Hash sha256) {
    if (!log.equals(LogName.RECORDS)) return Optional.empty();
    return intake
        .query(
            PeerConnection.BLOB,
            new Message.Out().text(sha256.hex()),
            answer ->
                answer.u8() == 0
                    ? Optional.<Bytes>empty()
                    : Optional.of(Bytes.wrap(answer.bytes(Shape.BLOB_BYTES_MAX))))
        .filter(content -> Hash.of(content.array()).equals(sha256));
  }

  @Override
  public Optional<Checkpoint> published(String log) {
    return intake.query(
        PeerConnection.PUBLISHED,
        new Message.Out().text(log),
        answer ->
            answer.u8() == 0
                ? Optional.empty()
                : Optional.of(new Checkpoint(answer.text(), answer.u64(), hash(answer.text()))));
  }

  private static Hash hash(String hex) throws Message.Malformed {
    if (Hash.parseHex(hex) instanceof Checked.Valid<Hash>(var hash)) return hash;
    throw new Message.Malformed("a root that is no hash");
  }

  @Override
  public String origin(String log) {
    return settings.origin(log);
  }

  /// The other process's, but for what makes entries here.
  @Override
  public Status status() {
    try {
      var there = intake.query(PeerConnection.STATUS, new Message.Out(), Status::read);
      boolean fine = writer.state() == Status.Writing.RUNNING;
      return new Status(
          there.logs(),
          there.backlogEntries(),
          fine ? there.writing() : writer.state(),
          there.sealing(),
          fine ? there.detail() : writer.detail(),
          signers.implementation());
    } catch (StoreException e) {
      return new Status(
          Map.of(),
          0,
          Status.Writing.AWAY,
          Status.Sealing.STOPPED,
          "the ledger's process cannot be reached",
          signers.implementation());
    }
  }

  @Override
  public void close() {
    writer.close();
    boolean interrupted = FileLedger.join(writing);
    intake.close();
    if (interrupted) Thread.currentThread().interrupt();
  }
}
