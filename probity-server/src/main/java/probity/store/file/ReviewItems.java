package probity.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import probity.ledger.Checked;
import probity.ledger.Json;
import probity.review.ItemFile;

/// Review items as lines of canonical JSON in `vault/reviews`, later lines over earlier ones.
public final class ReviewItems implements ItemFile {
  private final Disk disk;
  private final Path file;

  private ReviewItems(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  /// Those of the vault below `data`.
  public static ReviewItems in(Path data) {
    return new ReviewItems(new NioDisk(), data.resolve("vault").resolve("reviews"));
  }

  @Override
  public List<Json.Obj> read() {
    if (!Files.exists(file)) return List.of();
    try {
      var lines = new ArrayList<Json.Obj>();
      long whole = 0;
      byte[] bytes = Files.readAllBytes(file);
      for (int from = 0, at = 0; at < bytes.length; at++) {
        if (bytes[at] != '\n') continue;
        var line = new String(bytes, from, at - from, StandardCharsets.UTF_8);
        if (!(Json.parseCanonicalObject(line) instanceof Checked.Valid<Json.Obj>(var object))) {
          throw new StoreException(
              StoreException.Kind.DAMAGED, "a line of the review items is no canonical JSON");
        }
        lines.add(object);
        from = at + 1;
        whole = from;
      }
      // A crash tore the last line; the next one must not be glued to it.
      if (whole < bytes.length) disk.cut(file, whole);
      return lines;
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "review items cannot be read", e);
    }
  }

  @Override
  public void append(List<Json.Obj> lines) {
    var rights = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), rights)) {
      boolean first = channel.size() == 0;
      var bytes = ByteBuffer.wrap(text(lines));
      while (bytes.hasRemaining()) channel.write(bytes);
      channel.force(true);
      if (first) disk.sync(Disk.folderOf(file));
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "review items cannot be written", e);
    }
  }

  @Override
  public void replace(List<Json.Obj> lines) {
    Path made = file.resolveSibling("reviews.new");
    try {
      disk.writeSecret(made, text(lines));
      disk.move(made, file);
      disk.sync(Disk.folderOf(file));
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.FAILED, "review items cannot be written", e);
    }
  }

  private static byte[] text(List<Json.Obj> lines) {
    var text = new StringBuilder();
    for (Json.Obj line : lines) text.append(line.canonical()).append('\n');
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
