package probity.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.KeyType;
import probity.ledger.VerifierKey;

/// The logs that a witness cosigns: lines `log <vkey>` (C2SP tlog-policy) or vkeys alone, in the
/// files of a folder and in others that the command line names. Read again when one of them
/// changed.
///
/// At most 256 files of 1 MiB, 256 origins, 16 keys each. A change that cannot be read is told once
/// and leaves what was trusted before.
final class TrustedLogs {
  static final int FILES_MAX = 256;
  static final int ORIGINS_MAX = 256;
  static final int KEYS_MAX = 16;

  /// What an ML-DSA-44 cosignature has room for.
  private static final int ORIGIN_BYTES_MAX = 255;

  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final Logger LOG = Logger.getLogger(TrustedLogs.class.getName());

  private final Path folder;
  private final List<Path> files;
  private List<String> state = List.of();
  private Map<String, List<VerifierKey>> byOrigin = Map.of();

  TrustedLogs(Path folder, List<Path> files) throws IOException {
    this.folder = folder;
    this.files = List.copyOf(files);
    Durable.folders(folder);
    state = state();
    byOrigin = read();
  }

  /// By origin, as the files are now.
  synchronized Map<String, List<VerifierKey>> now() {
    try {
      var found = state();
      if (!found.equals(state)) {
        state = found;
        byOrigin = read();
      }
    } catch (IOException | WitnessException e) {
      LOG.log(
          Level.SEVERE, "trusted logs cannot be read, those of before stay: {0}", e.getMessage());
    }
    return byOrigin;
  }

  /// Adds the keys in `text`; gives those that were new.
  List<VerifierKey> add(String text) throws IOException {
    var trusted = now();
    var fresh =
        keys("the command line", text).stream()
            .filter(key -> !trusted.getOrDefault(key.name(), List.of()).contains(key))
            .distinct()
            .toList();
    for (VerifierKey key : fresh) {
      byte[] line = ("log " + key + "\n").getBytes(StandardCharsets.UTF_8);
      String name = Hash.of(key.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
      Durable.createWhole(folder.resolve(name), line, false);
    }
    return fresh;
  }

  private List<Path> all() throws IOException {
    var all = new ArrayList<>(files);
    try (var listed = Files.list(folder)) {
      listed.filter(file -> !file.toString().endsWith(".new")).sorted().forEach(all::add);
    }
    if (all.size() > FILES_MAX) {
      throw new WitnessException("over " + FILES_MAX + " files name logs in `" + folder + "`");
    }
    return all;
  }

  /// What changes when a file does.
  private List<String> state() throws IOException {
    var state = new ArrayList<String>();
    for (Path file : all()) {
      state.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
    }
    return state;
  }

  private Map<String, List<VerifierKey>> read() throws IOException {
    var read = new LinkedHashMap<String, List<VerifierKey>>();
    for (Path file : all()) {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new WitnessException("`" + file + "` has over 1 MiB");
      }
      for (VerifierKey key : keys("`" + file + "`", Files.readString(file))) {
        var keys = read.computeIfAbsent(key.name(), _ -> new ArrayList<>());
        if (!keys.contains(key)) keys.add(key);
        if (keys.size() > KEYS_MAX || read.size() > ORIGINS_MAX) {
          throw new WitnessException("`" + file + "`: over 256 logs, or over 16 keys of one");
        }
      }
    }
    read.replaceAll((_, keys) -> List.copyOf(keys));
    return Map.copyOf(read);
  }

  private static List<VerifierKey> keys(String where, String text) {
    var keys = new ArrayList<VerifierKey>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String[] words = line.replace('\t', ' ').strip().split(" +", -1);
      boolean alone = words.length == 1 && !words[0].isEmpty() && !words[0].startsWith("#");
      boolean log = words[0].equals("log") && (words.length == 2 || words.length == 3);
      boolean other =
          words[0].isEmpty()
              || words[0].startsWith("#")
              || List.of("witness", "group", "quorum").contains(words[0]);
      if (!alone && !log && !other) {
        throw new WitnessException(where + ", line " + number + ": `log <vkey>` was expected");
      }
      if (other) continue;
      switch (VerifierKey.parse(words[log ? 1 : 0])) {
        case Checked.Valid<VerifierKey>(var key) -> {
          boolean longName = key.name().getBytes(StandardCharsets.UTF_8).length > ORIGIN_BYTES_MAX;
          if (longName || key.type() == KeyType.ED25519_COSIGNATURE) {
            throw new WitnessException(
                where
                    + ", line "
                    + number
                    + ": a log's key was expected (0x01 or 0x06), with a name of at most 255 bytes");
          }
          keys.add(key);
        }
        case Checked.Invalid<VerifierKey>(_, var detail) ->
            throw new WitnessException(where + ", line " + number + ": " + detail);
      }
    }
    return keys;
  }
}
