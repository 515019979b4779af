package probity.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Note;
import probity.ledger.TilePath;

/// One log's published files, read without a lock while the sealer replaces them.
///
/// Nothing is read through a symbolic link, and no tile beyond the published checkpoint, although
/// its file may be there already.
public final class PublishedLog {
  /// Notes and policies; a checkpoint with 64 lines of ML-DSA-44 has 210 KiB.
  public static final int NOTE_BYTES_MAX = 256 << 10;

  private static final int TRIES = 20;

  private final Path ledger;
  private final String name;

  PublishedLog(Path ledger, String name) {
    this.ledger = ledger;
    this.name = name;
  }

  /// The folder's name.
  public String name() {
    return name;
  }

  /// A checkpoint file and what it says; its signatures are not checked.
  public record Head(Bytes note, Checkpoint checkpoint) {}

  /// The first `length` bytes of an open file. Whoever gets one closes it.
  public record Opened(SeekableByteChannel channel, long length) implements AutoCloseable {
    /// All of it, from its beginning.
    public byte[] bytes() throws IOException {
      byte[] bytes = Channels.newInputStream(channel.position(0)).readNBytes((int) length);
      if (bytes.length != length) throw new IOException("a published file became shorter");
      return bytes;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /// The published checkpoint, or nothing where the log has none yet.
  ///
  /// @throws IOException also where the file is no checkpoint
  public Optional<Head> head() throws IOException {
    var bytes = small("checkpoint");
    if (bytes.isEmpty()) return Optional.empty();
    return switch (Note.parse(bytes.get().array()).then(Checkpoint::parse)) {
      case Checked.Valid<Checkpoint>(var checkpoint) ->
          Optional.of(new Head(bytes.get(), checkpoint));
      case Checked.Invalid<Checkpoint>(_, var detail) -> throw damaged("checkpoint", detail);
    };
  }

  /// `checkpoint`, `cosigned` or `policy`.
  public Optional<Bytes> small(String file) throws IOException {
    var opened = open(file);
    if (opened.isEmpty()) return Optional.empty();
    try (var open = opened.get()) {
      if (open.length() > NOTE_BYTES_MAX) {
        throw damaged(file, "more than " + NOTE_BYTES_MAX + " bytes");
      }
      return Optional.of(Bytes.wrap(open.bytes()));
    }
  }

  /// @param sha256 64 lower-case hex digits
  public Optional<Opened> blob(String sha256) throws IOException {
    return open("blob/" + sha256);
  }

  /// A tile or bundle of the published tree. One that is wider by now is cut to `path`'s width, so
  /// that a width once published stays readable.
  public Optional<Opened> tile(TilePath path) throws IOException {
    // The sealer removes a partial tile once a checkpoint with a wider one is published: look
    // again.
    for (int left = TRIES; left > 0; left--) {
      var head = head();
      if (head.isEmpty()) return Optional.empty();
      long count = TilePath.count(path.level(), head.get().checkpoint().size());
      long there = count / TilePath.FULL < path.index() ? 0 : count - path.index() * TilePath.FULL;
      if (there < path.width()) return Optional.empty();
      var present = new TilePath(path.level(), path.index(), (int) Math.min(there, TilePath.FULL));
      var opened = open(present.path());
      if (opened.isPresent()) return Optional.of(cut(opened.get(), path));
    }
    throw damaged(path.path(), "the checkpoint accounts for it, and it is not there");
  }

  private Opened cut(Opened opened, TilePath path) throws IOException {
    try {
      long length =
          path.level() == TilePath.ENTRIES
              ? entries(opened.channel(), path.width())
              : 32L * path.width();
      if (length > opened.length()) throw damaged(path.path(), "too short");
      return new Opened(opened.channel(), length);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /// How many bytes the first `count` entries of a bundle have.
  private static long entries(SeekableByteChannel bundle, int count) throws IOException {
    var length = ByteBuffer.allocate(2);
    long at = 0;
    for (int i = 0; i < count; i++) {
      length.clear();
      bundle.position(at);
      while (length.hasRemaining()) {
        // Past its end there is nothing: the caller sees that the sum is more than there is.
        if (bundle.read(length) < 0) return Long.MAX_VALUE;
      }
      at += 2 + (length.getShort(0) & 0xffff);
    }
    bundle.position(0);
    return at;
  }

  private Optional<Opened> open(String path) throws IOException {
    Path file = ledger.resolve(name).resolve(path);
    try {
      // Links above the ledger are the operator's; one inside it would lead out of it.
      if (!file.toRealPath().equals(ledger.toRealPath().resolve(name).resolve(path))
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      var channel =
          Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      return Optional.of(new Opened(channel, channel.size()));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  private IOException damaged(String path, String detail) {
    return new IOException("published file `" + name + "/" + path + "`: " + detail);
  }
}
