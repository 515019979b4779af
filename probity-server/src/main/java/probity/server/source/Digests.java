package probity.server.source;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import probity.source.Room;

/// SHA-256 of each part of an index, as lines that `sha256sum -c` takes. They show that a disk gave
/// back what was written; whoever can write the folder can write them too.
final class Digests {
  static final String FILE = "digests";

  /// So many bytes are digested at once.
  private static final long PIECE = 64L << 20;

  private Digests() {}

  static String of(Map<Room.Part, MemorySegment> parts) {
    var lines = new StringBuilder();
    new EnumMap<>(parts)
        .forEach((part, bytes) ->
            lines.append(digest(bytes)).append("  ").append(part.word()).append('\n'));
    return lines.toString();
  }

  /// Throws [SourcesException] where a part is not the one that was written.
  static void check(Path folder, Map<Room.Part, MemorySegment> parts) throws IOException {
    if (!Files.isRegularFile(folder.resolve(FILE))) {
      throw new SourcesException(
          "the index in `"
              + folder
              + "` has no digests, as those of earlier builds: remove `sources/` and add all again");
    }
    var lines = Files.readString(folder.resolve(FILE), StandardCharsets.US_ASCII).lines().toList();
    for (var part : parts.entrySet()) {
      if (!lines.contains(digest(part.getValue()) + "  " + part.getKey().word())) {
        throw new SourcesException(
            "`"
                + folder.resolve(part.getKey().word())
                + "` is damaged: its SHA-256 is not the one in `"
                + FILE
                + "`");
      }
    }
  }

  private static String digest(MemorySegment bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (long from = 0; from < bytes.byteSize(); from += PIECE) {
        digest.update(bytes.asSlice(from, Math.min(PIECE, bytes.byteSize() - from)).asByteBuffer());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
