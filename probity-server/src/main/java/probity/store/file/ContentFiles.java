package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import probity.evidence.SubjectKey;
import probity.ledger.reveal.Disclosure;
import probity.review.ReviewVault;

/// Content of exchanges, one file for each part, sealed under a key derived from the subject's:
/// `vault/content/<log>/<day>/<exchange>.<part>`.
///
/// No evidence rests on these files, so they are not forced to the disk.
final class ContentFiles {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int TIME_LETTERS = 10;

  private final Path folder;
  private final SecureRandom random;

  ContentFiles(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  void keep(SubjectKey key, ReviewVault.Place place, byte[] content) throws IOException {
    Path file = file(place);
    Files.createDirectories(Disk.folderOf(file));
    Path made = file.resolveSibling(file.getFileName() + ".new");
    byte[] sealed = Sealed.seal(key(key), content, belongsTo(place), random);
    Files.deleteIfExists(made);
    var rights = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        Files.newByteChannel(
            made, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights)) {
      var bytes = java.nio.ByteBuffer.wrap(sealed);
      while (bytes.hasRemaining()) channel.write(bytes);
    }
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
  }

  Optional<byte[]> read(SubjectKey key, ReviewVault.Place place) throws IOException {
    try {
      return Sealed.open(key(key), Files.readAllBytes(file(place)), belongsTo(place));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static byte[] key(SubjectKey subject) {
    return Disclosure.hmac(subject.bytes(), "probity vault content");
  }

  private static String belongsTo(ReviewVault.Place place) {
    return place.log() + "\n" + place.exchange() + "\n" + place.part();
  }

  private Path file(ReviewVault.Place place) {
    for (String name : List.of(place.log(), place.exchange(), place.part())) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("`" + name + "` is no name of a file");
      }
    }
    return folder
        .resolve(place.log())
        .resolve(day(place.exchange()))
        .resolve(place.exchange() + "." + place.part());
  }

  /// The day that stands in a ULID, such as `2026-11-25`.
  private static String day(String ulid) {
    long millis = 0;
    for (int i = 0; i < TIME_LETTERS; i++) {
      millis = millis << 5 | Math.max(0, ALPHABET.indexOf(ulid.charAt(i)));
    }
    return Instant.ofEpochMilli(millis).toString().substring(0, 10);
  }

  List<String> logs() throws IOException {
    return names(folder);
  }

  private static List<String> names(Path in) throws IOException {
    if (!Files.isDirectory(in)) return List.of();
    try (var files = Files.list(in)) {
      return files
          .filter(Files::isDirectory)
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    }
  }

  int sweep(String log, String before) throws IOException {
    int swept = 0;
    for (String day : names(folder.resolve(log))) {
      if (day.compareTo(before) >= 0) continue;
      delete(folder.resolve(log).resolve(day));
      swept++;
    }
    return swept;
  }

  private static void delete(Path day) throws IOException {
    var paths = new ArrayList<Path>();
    try (var files = Files.walk(day)) {
      files.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) Files.deleteIfExists(path);
  }
}
