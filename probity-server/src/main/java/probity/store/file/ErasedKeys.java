package probity.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Which keys are known to be destroyed, in `vault/subjects/erased`: a line for each with its id
/// and the name that its file had, `-` where no file was found.
///
/// Only saves work: `records` says what was erased. Lines that cannot be read are left out, and
/// their keys are looked for again. The file is there from the vault's beginning, so that every
/// copy of the vault has it as it was then.
final class ErasedKeys {
  static final String FILE = "erased";
  static final String NO_FILE = "-";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{32}) ([0-9a-f]{64}|-)");

  private final Disk disk;
  private final Path file;

  /// Name of the file by id of the key. Guarded by this.
  private final Map<String, String> names = new LinkedHashMap<>();

  private ErasedKeys(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  /// Reads the file in the folder of keys, or makes it.
  static ErasedKeys open(Disk disk, Path folder) throws IOException {
    var erased = new ErasedKeys(disk, folder.resolve(FILE));
    if (Files.exists(erased.file)) {
      Files.readString(erased.file, StandardCharsets.ISO_8859_1).lines().forEach(erased::read);
    } else {
      erased.write();
    }
    return erased;
  }

  private synchronized void read(String line) {
    var parts = LINE.matcher(line);
    if (parts.matches()) names.put(parts.group(1), parts.group(2));
  }

  synchronized boolean has(String id) {
    return names.containsKey(id);
  }

  /// Name of the file by id of the key.
  synchronized Map<String, String> all() {
    return Map.copyOf(names);
  }

  /// From now on the key is not given out; durable after [#write].
  synchronized void add(String id, String name) {
    names.merge(id, name, (old, now) -> now.equals(NO_FILE) ? old : now);
  }

  synchronized void write() throws IOException {
    var text = new StringBuilder();
    names.forEach((id, name) -> text.append(id).append(' ').append(name).append('\n'));
    Path made = file.resolveSibling(FILE + ".new");
    disk.writeSecret(made, text.toString().getBytes(StandardCharsets.US_ASCII));
    disk.move(made, file);
    disk.sync(Disk.folderOf(file));
  }
}
