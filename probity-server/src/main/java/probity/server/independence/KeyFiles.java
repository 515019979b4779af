package probity.server.independence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files that hold private keys of logs, with owner and mode of each.
final class KeyFiles {
  private static final int SHOWN_MAX = 32;

  private KeyFiles() {}

  static List<Line> lines(Path keys, Optional<Processes.Seen> sealer) {
    String claim = "keys of logs are their user's alone";
    List<Path> files;
    try (var listed = Files.list(keys)) {
      files = listed.filter(KeyFiles::isKey).sorted().limit(SHOWN_MAX).toList();
    } catch (IOException e) {
      return List.of(Line.notKnown(claim, "`" + keys + "` cannot be read by this user"));
    }
    if (files.isEmpty()) return List.of(Line.notKnown(claim, "`" + keys + "` holds none"));
    var lines = new ArrayList<Line>();
    for (Path file : files) {
      lines.add(
          Ladder.look(
              claim,
              file,
              place ->
                  place.isOwnersAlone()
                      ? Ladder.ownedBy(claim, place, sealer)
                      : Line.no(claim, place.evidence())));
    }
    return lines;
  }

  /// Also those that are retired; what else lies there is public.
  private static boolean isKey(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".key") || name.contains(".key.");
  }
}
