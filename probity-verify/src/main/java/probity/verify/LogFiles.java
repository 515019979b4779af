package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/// The files of one log's folder, read with a bound and never through a symbolic link.
///
/// @param name the folder's name in findings, or empty when the folder itself was given
record LogFiles(String name, Path folder) {
  /// The file's bytes, or empty where no regular file is. Of a file that is longer, `bytesMax` + 1
  /// bytes come back: enough to fail every comparison.
  Optional<byte[]> read(String path, int bytesMax) {
    Path file = folder.resolve(path);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return Optional.empty();
    try (var channel =
            Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        var in = Channels.newInputStream(channel)) {
      return Optional.of(in.readNBytes(bytesMax + 1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String label(String path) {
    return name.isEmpty() ? path : name + "/" + path;
  }

  Place place(String path) {
    return Place.of(label(path));
  }
}
