package probity.witness.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.TilePath;
import probity.ledger.TrustPolicy;

/// A [WitnessedLedger] in the folder that docs/formats/ledger.md fixes.
public final class LedgerFolder implements WitnessedLedger {
  private static final int NOTE_BYTES_MAX = 256 << 10;
  private static final int TRIES = 20;

  private final Path ledger;
  private final Path temp;

  /// @param temp a folder beside `ledger/` on the same file system: nothing half written lies in a
  ///   ledger
  public LedgerFolder(Path ledger, Path temp) {
    this.ledger = ledger;
    this.temp = temp;
  }

  @Override
  public List<String> logs() throws IOException {
    try (var folders = Files.list(ledger)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> String.valueOf(folder.getFileName()))
          .sorted()
          .toList();
    }
  }

  @Override
  public Optional<Bytes> checkpoint(String log) throws IOException {
    return note(ledger.resolve(log).resolve("checkpoint"));
  }

  @Override
  public Optional<Bytes> cosigned(String log) throws IOException {
    return note(ledger.resolve(log).resolve("cosigned"));
  }

  private static Optional<Bytes> note(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(NOTE_BYTES_MAX + 1);
      if (bytes.length > NOTE_BYTES_MAX) throw new IOException("`" + file + "` is too long");
      return Optional.of(Bytes.wrap(bytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] tile(String log, TilePath path) throws IOException {
    Path folder = ledger.resolve(log);
    var full = new TilePath(path.level(), path.index(), TilePath.FULL);
    // The sealer removes a partial tile once a wider one is published: look again.
    for (int left = TRIES; left > 0; left--) {
      for (Path file : List.of(folder.resolve(path.path()), folder.resolve(full.path()))) {
        if (Files.isRegularFile(file)) return cut(file, path.width());
      }
      var wider = widest(folder.resolve(full.path() + ".p"));
      try {
        if (wider.isPresent()) return cut(wider.get(), path.width());
      } catch (NoSuchFileException e) {
        // Replaced meanwhile.
      }
    }
    throw new NoSuchFileException(folder.resolve(path.path()).toString());
  }

  private static Optional<Path> widest(Path folder) throws IOException {
    try (var widths = Files.list(folder)) {
      return widths.max(
          Comparator.comparingInt(file -> Integer.parseInt(String.valueOf(file.getFileName()))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static byte[] cut(Path file, int width) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return Arrays.copyOf(bytes, Math.min(bytes.length, width * Hash.BYTES));
  }

  /// The policy may have changed since the witnesses were asked.
  private static void requireOfPolicy(Path file, Bytes note) throws IOException {
    var policy = TrustPolicy.parse(Files.readString(file));
    var checked =
        policy.then(named ->
            Note.parse(note.array()).then(read -> read.check(named.logs(), named.witnessKeys())));
    if (checked instanceof Checked.Invalid<List<Note.Signed>>(_, var detail)) {
      throw new IOException("the note is not of the published policy: " + detail);
    }
  }

  @Override
  public void publish(String log, Bytes note) throws IOException {
    Path from = temp.resolve(log + ".cosigned");
    Path folder = ledger.resolve(log);
    requireOfPolicy(folder.resolve("policy"), note);
    try (var channel =
        FileChannel.open(
            from,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var bytes = ByteBuffer.wrap(note.array());
      while (bytes.hasRemaining()) channel.write(bytes);
      channel.force(true);
    }
    Files.move(from, folder.resolve("cosigned"), StandardCopyOption.ATOMIC_MOVE);
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
