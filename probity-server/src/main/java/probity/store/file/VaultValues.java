package probity.store.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import probity.evidence.SubjectKey;

/// Withheld texts, appended to one file a month: exchange and field in the clear (ids and words of
/// the product), the text under its subject's key. With the key, the texts are gone.
///
/// Owned by the vault's thread.
final class VaultValues {
  private static final String USE = "values";
  private static final int SEALED_BYTES_MAX = 1 << 20;

  private final Path folder;
  private final SecureRandom random;

  VaultValues(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /// @param month `2026-11`, of the time of writing
  void append(String month, SubjectKey key, String exchange, String field, String text)
      throws IOException {
    var frame = new ByteArrayOutputStream();
    var out = new DataOutputStream(frame);
    byte[] sealed =
        new VaultKeys(key.bytes(), USE, random)
            .seal(text.getBytes(StandardCharsets.UTF_8), context(exchange, field));
    out.writeUTF(exchange);
    out.writeUTF(field);
    out.writeInt(sealed.length);
    out.write(sealed);
    Files.write(
        folder.resolve(month + ".log"),
        frame.toByteArray(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /// The newest text of a field; empty where none was kept or the key is another one. A frame that
  /// a crash cut short ends its file.
  Optional<String> find(SubjectKey key, String exchange, String field) throws IOException {
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.sorted().toList();
    }
    var found = Optional.<String>empty();
    var keys = new VaultKeys(key.bytes(), USE, random);
    for (Path file : files) {
      try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        while (true) {
          String ofExchange = in.readUTF();
          String ofField = in.readUTF();
          int length = in.readInt();
          if (length < 0 || length > SEALED_BYTES_MAX) break;
          byte[] sealed = in.readNBytes(length);
          if (!ofExchange.equals(exchange) || !ofField.equals(field)) continue;
          var text = keys.open(sealed, context(exchange, field));
          if (text.isPresent()) {
            found = Optional.of(new String(text.get(), StandardCharsets.UTF_8));
          }
        }
      } catch (EOFException end) {
        // The end of the file, or of what was written of it.
      }
    }
    return found;
  }

  private static String context(String exchange, String field) {
    return exchange + "\n" + field;
  }
}
