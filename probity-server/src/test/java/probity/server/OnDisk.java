package probity.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The bytes of all files below a folder, as somebody with the disk would see them.
final class OnDisk {
  private OnDisk() {}

  /// The different lines that contain `text`, each from its first member on: an entry stands in the
  /// journal, behind bytes of its frame, and then in a tile.
  static Set<String> lines(Path folder, String text) throws IOException {
    var lines = new LinkedHashSet<String>();
    for (String content : files(folder).values()) {
      content
          .lines()
          .filter(line -> line.contains(text))
          .map(line -> line.substring(Math.max(0, line.indexOf("{\""))))
          .forEach(lines::add);
    }
    return lines;
  }

  /// The content of each file, byte for byte as ISO 8859-1, without the zeros that journal files
  /// are reserved with.
  static Map<String, String> files(Path folder) throws IOException {
    var contents = new TreeMap<String, String>();
    try (var walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        try {
          contents.put(folder.relativize(file).toString(), content(file));
        } catch (NoSuchFileException e) {
          // A partial tile that a wider one has replaced.
        }
      }
    }
    return contents;
  }

  private static String content(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readAllBytes();
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] == 0) end--;
      return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }
  }
}
