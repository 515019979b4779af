package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Destroys again what an older copy of the vault brought back, and what a crash left between the
/// entry of an erasure and the destruction of its key.
///
/// A vault that knows all erasures costs a look at one name for each. Else every key is opened.
final class ErasureReplay {
  private static final System.Logger LOG = System.getLogger(ErasureReplay.class.getName());
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

  private final SubjectKeys keys;
  private final ErasedKeys erased;
  private final Path folder;

  ErasureReplay(SubjectKeys keys, ErasedKeys erased, Path folder) {
    this.keys = keys;
    this.erased = erased;
    this.folder = folder;
  }

  /// How many keys were there and are gone now.
  int destroy(Collection<String> ids) throws IOException {
    int destroyed = 0;
    for (Map.Entry<String, String> known : erased.all().entrySet()) {
      String name = known.getValue();
      if (name.equals(ErasedKeys.NO_FILE) || !Files.exists(file(name))) continue;
      // Reading a key that was erased destroys it; a newer one of the subject stays.
      if (keys.find(name).isEmpty() && !Files.exists(file(name))) destroyed++;
    }
    Set<String> wanted = new HashSet<>(ids);
    wanted.removeIf(erased::has);
    return wanted.isEmpty() ? destroyed : destroyed + search(wanted);
  }

  private int search(Set<String> wanted) throws IOException {
    int destroyed = 0;
    boolean allOpened = true;
    for (String name : names()) {
      try {
        var key = keys.find(name);
        if (key.isEmpty() || !wanted.contains(key.get().id())) continue;
        keys.destroy(name, key.get().id());
        destroyed++;
      } catch (StoreException e) {
        allOpened = false;
      }
    }
    if (allOpened) {
      wanted.forEach(id -> erased.add(id, ErasedKeys.NO_FILE));
      erased.write();
    } else {
      // It may be one of those: with another master key it could open. So the next start looks
      // again.
      LOG.log(
          System.Logger.Level.WARNING,
          "keys of the vault do not open under this master key; whether they were erased is unknown");
    }
    return destroyed;
  }

  private Path file(String name) {
    return folder.resolve(name.substring(0, 2)).resolve(name);
  }

  private List<String> names() throws IOException {
    var names = new ArrayList<String>();
    try (var folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path each : folders) {
        try (var files = Files.newDirectoryStream(each)) {
          for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (NAME.matcher(name).matches()) names.add(name);
          }
        }
      }
    }
    return names;
  }
}
