package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Fault;
import probity.ledger.Note;
import probity.ledger.VerifierKey;

/// Compares the files that lie in a log's folder with those that its checkpoint accounts for.
///
/// That every file which must be there is there, is seen where it is read.
final class Listing {
  private static final int EXTRA_MAX = 10_000;
  private static final int BLOBS_MAX = 1_000_000;
  private static final Pattern BLOB = Pattern.compile("blob/[0-9a-f]{64}");

  private final Snapshot snapshot;
  private final Findings findings;
  private final Set<String> blobs = new HashSet<>();

  /// By its name. The name alone does not find a file again whose bytes are no text.
  private final Map<String, Path> extra = new TreeMap<>();

  Listing(Snapshot snapshot, Findings findings) {
    this.snapshot = snapshot;
    this.findings = findings;
  }

  /// Lists the folder; returns the names of its blobs. Files of a checkpoint to come, or of the one
  /// before, are looked at again until the writer has moved on, and are findings when it does not.
  ///
  /// @param keys those that a newer checkpoint must be signed by
  Set<String> check(List<VerifierKey> keys, Patience patience) {
    walk();
    for (int left = patience.tries() - 1; left > 0 && !extra.isEmpty(); left--) {
      patience.pauseOnce();
      dropPassed(keys);
    }
    extra
        .keySet()
        .forEach(path ->
            findings.addPassing(
                Fault.UNACCOUNTED,
                snapshot.files().place(path),
                "the checkpoint of size "
                    + snapshot.checkpoint().size()
                    + " does not account for this file"));
    return blobs;
  }

  private void walk() {
    Path folder = snapshot.files().folder();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              // Empty folders below `tile` stay behind when a partial tile goes; they hold nothing.
              String path = relative(folder, dir);
              if (!path.isEmpty() && !path.equals("blob") && !(path + "/").startsWith("tile/")) {
                findings.add(
                    Fault.UNACCOUNTED,
                    snapshot.files().place(path),
                    "a log has no folder of this name");
                return FileVisitResult.SKIP_SUBTREE;
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              visit(relative(folder, file), file, attributes);
              return extra.size() < EXTRA_MAX
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              // A partial tile that went away meanwhile.
              if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
              throw e;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void visit(String path, Path file, BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      findings.add(
          Fault.UNACCOUNTED,
          snapshot.files().place(path),
          "a symbolic link or special file, where only plain files may be");
    } else if (blobs.size() < BLOBS_MAX && BLOB.matcher(path).matches()) {
      blobs.add(path.substring("blob/".length()));
    } else if (!isFixed(path) && !snapshot.layout().has(path)) {
      extra.put(path, file);
    }
  }

  private static boolean isFixed(String path) {
    return path.equals(Snapshot.CHECKPOINT)
        || path.equals(Snapshot.COSIGNED)
        || path.equals(Snapshot.POLICY);
  }

  private static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  /// Forgets each file that is gone by now, or that a newer signed checkpoint accounts for. Nothing
  /// passes in a folder that nobody writes to.
  private void dropPassed(List<VerifierKey> keys) {
    var newer = snapshot.newerCheckpoint().flatMap(bytes -> signedSize(keys, bytes));
    extra
        .entrySet()
        .removeIf(one ->
            Files.notExists(one.getValue(), LinkOption.NOFOLLOW_LINKS)
                || newer.filter(size -> new Layout(size).has(one.getKey())).isPresent());
  }

  private Optional<Long> signedSize(List<VerifierKey> keys, byte[] bytes) {
    var checked = Note.parse(bytes).then(note -> note.check(keys)).then(Checkpoint::parse);
    return checked instanceof Checked.Valid<Checkpoint>(var newer)
            && newer.origin().equals(snapshot.origin())
            && newer.size() > snapshot.checkpoint().size()
        ? Optional.of(newer.size())
        : Optional.empty();
  }
}
