package probity.witness;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import probity.exchange.Bytes;
import probity.http.Reply;
import probity.http.Request;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.Note;
import probity.ledger.VerifierKey;

/// A witness: `POST /add-checkpoint` and `GET /<hex SHA-256 of the origin>/checkpoint` of C2SP
/// tlog-witness, over the state in one folder.
///
/// Requests of one log wait for each other; those of different logs do not.
public final class Witness implements AutoCloseable {
  /// Of a request: 63 lines of proof and 64 signature lines of any key have room.
  public static final int BODY_BYTES_MAX = 64 << 10;

  private static final Logger LOG = Logger.getLogger(Witness.class.getName());
  private static final Pattern MONITOR = Pattern.compile("/([0-9a-f]{64})/checkpoint");
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Path dir;
  private final FileChannel lock;
  private final WitnessKeys keys;
  private final TrustedLogs trusted;
  private final Forks forks;
  private final InstantSource clock;
  private final Map<String, WitnessedLog> logs = new ConcurrentHashMap<>();

  private Witness(
      Path dir, FileChannel lock, WitnessKeys keys, TrustedLogs trusted, InstantSource clock) {
    this.dir = dir;
    this.lock = lock;
    this.keys = keys;
    this.trusted = trusted;
    this.forks = new Forks(dir.resolve("forks"));
    this.clock = clock;
  }

  /// Opens the witness in `dir`, or begins one with new keys; reads every journal.
  ///
  /// @param name needed for a new one
  /// @param policies files beside the folder `logs` that name logs
  /// @throws WitnessException if it cannot be used; the message says why
  public static Witness open(
      Path dir,
      Optional<String> name,
      List<Path> policies,
      InstantSource clock,
      SecureRandom random) {
    try {
      Durable.folders(dir);
      var lock = lock(dir);
      try {
        var keys = WitnessKeys.open(dir, name, random);
        var trusted = new TrustedLogs(dir.resolve("logs"), policies);
        var witness = new Witness(dir, lock, keys, trusted, clock);
        for (String origin : trusted.now().keySet()) witness.log(origin);
        return witness;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new WitnessException("the witness's folder `" + dir + "` cannot be used: " + e, e);
    }
  }

  private static FileChannel lock(Path dir) throws IOException {
    var channel =
        FileChannel.open(dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean had = false;
    try {
      had = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // This process has it already: the same answer.
    }
    if (had) return channel;
    channel.close();
    throw new WitnessException("another process runs the witness in `" + dir + "`");
  }

  /// Its keys, as others name it.
  public List<VerifierKey> keys() {
    return keys.keys();
  }

  /// The keys of the witness in `dir`, which may be running.
  public static List<VerifierKey> keys(Path dir) {
    try {
      return WitnessKeys.existing(dir).keys();
    } catch (IOException e) {
      throw new WitnessException("`" + dir + "` has no keys of a witness: start it once first", e);
    }
  }

  /// Adds the log keys in `text`, lines `log <vkey>` or vkeys alone, to those of the witness in
  /// `dir`, which may be running; gives those that were new.
  public static List<VerifierKey> trust(Path dir, String text) {
    try {
      return new TrustedLogs(dir.resolve("logs"), List.of()).add(text);
    } catch (IOException e) {
      throw new WitnessException("`" + dir + "` cannot be written: " + e, e);
    }
  }

  /// Answers a request; every status of C2SP tlog-witness.
  public Reply answer(Request request) {
    if (request.target().equals("/add-checkpoint")) {
      if (!request.method().equals("POST")) return Reply.methodNotAllowed("POST");
      return switch (AddCheckpoint.parse(request.body())) {
        case Checked.Valid<AddCheckpoint>(var asked) -> add(asked);
        case Checked.Invalid<AddCheckpoint>(_, var detail) -> Reply.text(400, detail);
      };
    }
    var monitor = MONITOR.matcher(request.target());
    if (!monitor.matches()) return Reply.text(404, "`/add-checkpoint` or `/<hash>/checkpoint`");
    if (!request.method().equals("GET")) return Reply.methodNotAllowed("GET");
    return newest(monitor.group(1));
  }

  private Reply add(AddCheckpoint asked) {
    String origin = asked.checkpoint().origin();
    var its = trusted.now().getOrDefault(origin, List.of());
    if (its.isEmpty()) return Reply.text(404, "unknown log");
    switch (asked.note().checkAny(its)) {
      case Checked.Invalid<Note>(var fault, _) -> {
        return Reply.text(
            403,
            fault == Fault.BAD_SIGNATURE
                ? "invalid signature by a trusted key"
                : "no signature by a trusted key");
      }
      case Checked.Valid<Note> _ -> {}
    }
    if (asked.old() > asked.checkpoint().size()) {
      return Reply.text(400, "the old size is over that of the checkpoint");
    }
    try {
      return switch (log(origin).add(asked, its, clock.millis())) {
        case WitnessedLog.Answer.Cosigned(var lines) -> Reply.of(200, TEXT, Bytes.utf8(lines));
        case WitnessedLog.Answer.Conflict(var size) ->
            Reply.of(409, "text/x.tlog.size", Bytes.utf8(size + "\n"));
        case WitnessedLog.Answer.Inconsistent(var detail) -> Reply.text(422, detail);
        case WitnessedLog.Answer.TooOften() -> Reply.text(429, "too many checkpoints of this log");
      };
    } catch (IOException | WitnessException e) {
      LOG.log(Level.SEVERE, "nothing was cosigned", e);
      return Reply.text(500, "the witness could not record the checkpoint");
    }
  }

  private Reply newest(String hash) {
    return logs.values().stream()
        .filter(log -> log.hash().equals(hash))
        .findFirst()
        .flatMap(WitnessedLog::newest)
        .map(note -> Reply.of(200, TEXT, note))
        .orElseGet(() -> Reply.text(404, "no checkpoint of this log was cosigned here"));
  }

  private WitnessedLog log(String origin) throws IOException {
    var known = logs.get(origin);
    if (known != null) return known;
    synchronized (this) {
      var again = logs.get(origin);
      if (again != null) return again;
      var journal = Journal.open(dir.resolve("journal").resolve(WitnessedLog.hash(origin)), origin);
      var opened = new WitnessedLog(origin, journal, forks, keys, clock.millis());
      logs.put(origin, opened);
      return opened;
    }
  }

  @Override
  public void close() {
    try (lock) {
      for (WitnessedLog log : logs.values()) log.close();
    } catch (IOException e) {
      throw new WitnessException("the witness did not close cleanly", e);
    }
  }
}
