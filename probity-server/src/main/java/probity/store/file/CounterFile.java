package probity.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import probity.gateway.Counters;
import probity.ledger.Hash;
import probity.ledger.reveal.Disclosure;

/// What limits have counted, in `vault/counters`: a line that names the version, the time of
/// writing in milliseconds, a snapshot of [Counters], and an HMAC-SHA-256 of all that.
///
/// Its key is derived from the vault's master key, which is not in the file and can lie elsewhere.
/// Counts bear names under the same key: whoever has the file alone sees how many counts there are
/// and how they grow, and cannot try out whom they are of. A random salt in the file would let them
/// try, and callers are few.
///
/// **A file that cannot be believed stops the start**: damaged, cut, of another version, too large,
/// or under another master key. To begin at zero would silently give every caller its limits again,
/// for up to 31 days of them, and to refuse all that is limited would look like limits that were
/// used up; which of both is right only a person can say. The file stays as it is, and nothing
/// writes over it while no gateway runs. Whoever accepts that limits begin at zero moves it away. A
/// file that is not there is a first start. An older one put back in its place cannot be told from
/// a real one.
public final class CounterFile {
  private static final byte[] VERSION = "probity/counters/v1\n".getBytes(StandardCharsets.UTF_8);
  private static final int TAG_BYTES = 32;
  private static final int HEAD_BYTES = VERSION.length + Long.BYTES;
  private static final long BYTES_MAX = (long) HEAD_BYTES + Counters.SNAPSHOT_BYTES_MAX + TAG_BYTES;

  private final Disk disk;
  private final Path file;
  private final byte[] key;

  CounterFile(Disk disk, Path file, byte[] key) {
    this.disk = disk;
    this.file = file;
    this.key = key.clone();
  }

  /// A snapshot, and the time at which it was written.
  public static final class Saved {
    private final long at;
    private final byte[] snapshot;

    private Saved(long at, byte[] snapshot) {
      this.at = at;
      this.snapshot = snapshot;
    }

    public long at() {
      return at;
    }

    public byte[] snapshot() {
      return snapshot.clone();
    }
  }

  /// The name under which a count stands in the file.
  public Hash name(String words) {
    return Hash.copyOf(Disclosure.hmac(key, "count\n" + words), 0);
  }

  /// What was written last; empty where nothing was. Throws a [StoreException] of kind `DAMAGED`
  /// where the file cannot be believed.
  public Optional<Saved> read() {
    try {
      if (!Files.exists(file)) return Optional.empty();
      if (Files.size(file) > BYTES_MAX) throw refused("is larger than " + BYTES_MAX + " bytes");
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length < VERSION.length || !startsWithVersion(bytes)) {
        throw refused("does not begin with `probity/counters/v1`");
      }
      int end = bytes.length - TAG_BYTES;
      if (end < HEAD_BYTES) throw refused("is cut short");
      byte[] tag = Arrays.copyOfRange(bytes, end, bytes.length);
      if (!MessageDigest.isEqual(tag, tag(Arrays.copyOf(bytes, end)))) {
        throw refused("was changed after it was written, or written under another master key");
      }
      long at = ByteBuffer.wrap(bytes, VERSION.length, Long.BYTES).getLong();
      return Optional.of(new Saved(at, Arrays.copyOfRange(bytes, HEAD_BYTES, end)));
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "`vault/counters` cannot be read", e);
    }
  }

  private static boolean startsWithVersion(byte[] bytes) {
    return Arrays.equals(bytes, 0, VERSION.length, VERSION, 0, VERSION.length);
  }

  /// What is said of a file that is not believed.
  public StoreException refused(String why) {
    return new StoreException(
        StoreException.Kind.DAMAGED,
        "`vault/counters`, which holds what limits have counted, "
            + why
            + "; put a good copy in its place, or move it away and all limits begin at zero");
  }

  /// Replaces the file in one step, readable by its owner alone.
  public void write(long now, byte[] snapshot) {
    byte[] content =
        ByteBuffer.allocate(HEAD_BYTES + snapshot.length)
            .put(VERSION)
            .putLong(now)
            .put(snapshot)
            .array();
    byte[] whole = Arrays.copyOf(content, content.length + TAG_BYTES);
    System.arraycopy(tag(content), 0, whole, content.length, TAG_BYTES);
    Path made = file.resolveSibling("counters.new");
    try {
      disk.writeSecret(made, whole);
      disk.move(made, file);
      disk.sync(Disk.folderOf(file));
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "`vault/counters` cannot be written", e);
    }
  }

  private byte[] tag(byte[] content) {
    byte[] digest = Hash.of(content).bytes();
    return Disclosure.hmac(key, "file\n" + HexFormat.of().formatHex(digest));
  }
}
