package probity.server.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that commands read and write.
public final class SecretFile {
  private static final FileAttribute<?> OWNER_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SecretFile() {}

  /// Writes a file that was not there before and that its owner alone can read.
  public static void create(Path file, String text) {
    var how = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, how, OWNER_ALONE)) {
      var bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) channel.write(bytes);
    } catch (FileAlreadyExistsException e) {
      throw new CommandRefused(
          "file `" + file + "` is there already; a key is never overwritten", e);
    } catch (IOException e) {
      throw new CommandRefused("file `" + file + "` cannot be written", e);
    }
  }
}
