package probity.store.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import probity.evidence.SubjectKey;
import probity.ledger.reveal.Disclosure;

/// Withheld texts, in one file per month: for each a tag of the subject's key, the exchange, the
/// field, and the text sealed under a key derived from the subject's.
///
/// No evidence rests on these files: the digest on the entry does, and a text that a crash lost
/// cannot be shown. So they are written without waiting for the disk, and a torn end is left out.
final class WithheldValues {
  /// Of one frame, more than the largest text that is kept.
  private static final int FRAME_BYTES_MAX = 16 << 20;

  private static final int TAG_BYTES = 16;

  private final Path folder;

  WithheldValues(Path folder) {
    this.folder = folder;
  }

  /// One withheld text, not yet kept.
  record Value(SubjectKey key, String exchange, String field, String text) {
    /// Says nothing of the text.
    @Override
    public String toString() {
      return "withheld value";
    }
  }

  private static byte[] key(SubjectKey subject) {
    return Disclosure.hmac(subject.bytes(), "probity vault values");
  }

  private static String tag(SubjectKey subject) {
    byte[] tag = Disclosure.hmac(subject.bytes(), "probity vault tag");
    return HexFormat.of().formatHex(tag, 0, TAG_BYTES);
  }

  private static String belongsTo(String exchange, String field) {
    return exchange + "\n" + field;
  }

  /// Appends texts to the file of `month`, such as `2026-11`.
  void append(String month, List<Value> values, SecureRandom random) throws IOException {
    Files.createDirectories(folder);
    var rights = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        FileChannel.open(
            folder.resolve(month + ".log"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            rights)) {
      for (Value value : values) {
        var belongsTo = belongsTo(value.exchange, value.field);
        byte[] text = value.text.getBytes(StandardCharsets.UTF_8);
        byte[] sealed = Sealed.seal(key(value.key), text, belongsTo, random);
        byte[] head = (tag(value.key) + "\n" + belongsTo + "\n").getBytes(StandardCharsets.UTF_8);
        if (head.length + sealed.length > FRAME_BYTES_MAX) continue;
        var frame = ByteBuffer.allocate(8 + head.length + sealed.length);
        frame.putInt(head.length).putInt(sealed.length).put(head).put(sealed).flip();
        while (frame.hasRemaining()) channel.write(frame);
      }
    }
  }

  /// All texts of a subject that can still be read, as disclosures.
  List<Disclosure> read(SubjectKey subject) {
    if (!Files.isDirectory(folder)) return List.of();
    try (var files = Files.list(folder)) {
      var found = new ArrayList<Disclosure>();
      for (Path file : files.sorted().toList()) read(file, subject, found);
      return List.copyOf(found);
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "withheld values cannot be read", e);
    } catch (UncheckedIOException e) {
      throw new StoreException(
          StoreException.Kind.FAILED, "withheld values cannot be read", e.getCause());
    }
  }

  /// The texts of one exchange in files whose name begins with `prefix`, in the order of writing.
  List<String> texts(String prefix, SubjectKey subject, String exchange) {
    if (!Files.isDirectory(folder)) return List.of();
    try (var files = Files.list(folder)) {
      var found = new ArrayList<String>();
      for (Path file : files.sorted().toList()) {
        if (!String.valueOf(file.getFileName()).startsWith(prefix)) continue;
        frames(
            file,
            tag(subject),
            (parts, sealed) -> {
              if (!parts[1].equals(exchange)) return;
              Sealed.open(key(subject), sealed, belongsTo(parts[1], parts[2]))
                  .map(text -> new String(text, StandardCharsets.UTF_8))
                  .ifPresent(found::add);
            });
      }
      return List.copyOf(found);
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "withheld values cannot be read", e);
    }
  }

  private interface Each {
    /// @param head tag, exchange, field
    void read(String[] head, byte[] sealed);
  }

  private static void read(Path file, SubjectKey subject, List<Disclosure> found)
      throws IOException {
    frames(
        file,
        tag(subject),
        (parts, sealed) ->
            Sealed.open(key(subject), sealed, belongsTo(parts[1], parts[2]))
                .map(text ->
                    subject.withhold(parts[1], parts[2], new String(text, StandardCharsets.UTF_8)))
                .ifPresent(found::add));
  }

  /// Gives the frames of one subject.
  private static void frames(Path file, String tag, Each each) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      while (true) {
        byte[] lengths = in.readNBytes(8);
        if (lengths.length < 8) return;
        var sizes = ByteBuffer.wrap(lengths);
        int headBytes = sizes.getInt();
        int sealedBytes = sizes.getInt();
        if (headBytes < 0 || sealedBytes < 0 || headBytes > FRAME_BYTES_MAX - sealedBytes) return;
        byte[] head = in.readNBytes(headBytes);
        byte[] sealed = in.readNBytes(sealedBytes);
        if (sealed.length < sealedBytes) return;
        String[] parts = new String(head, StandardCharsets.UTF_8).split("\n", -1);
        if (parts.length == 4 && parts[0].equals(tag)) each.read(parts, sealed);
      }
    }
  }
}
