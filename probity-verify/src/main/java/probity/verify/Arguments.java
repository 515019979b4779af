package probity.verify;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the command line asks for.
record Arguments(Path folder, Optional<Path> trust, List<Path> expected, boolean quiet) {
  static final String USAGE =
      """
      usage: probity-verify DIR [--trust FILE] [--expect CHECKPOINT]... [--quiet]

        DIR                  a ledger folder, or the folder of one log in it
        --trust FILE         public keys got another way than DIR (a C2SP tlog-policy file)
        --expect CHECKPOINT  a checkpoint seen earlier; the log must still contain it
        --quiet              no progress on standard error

      exit status: 0 nothing wrong, 1 findings, 2 wrong usage or unreadable files
      """;

  /// Reads the words; empty where they are not a proper call.
  static Optional<Arguments> read(List<String> words) {
    var folders = new ArrayList<Path>();
    var trust = new ArrayList<Path>();
    var expected = new ArrayList<Path>();
    boolean quiet = false;
    try {
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        boolean takesValue = word.equals("--trust") || word.equals("--expect");
        if (takesValue && i + 1 == words.size()) return Optional.empty();
        switch (word) {
          case "--trust" -> trust.add(Path.of(words.get(++i)));
          case "--expect" -> expected.add(Path.of(words.get(++i)));
          case "--quiet" -> quiet = true;
          default -> {
            if (word.startsWith("--") || word.isEmpty()) return Optional.empty();
            folders.add(Path.of(word));
          }
        }
      }
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    return folders.size() == 1 && trust.size() <= 1
        ? Optional.of(
            new Arguments(
                folders.getFirst(), trust.stream().findFirst(), List.copyOf(expected), quiet))
        : Optional.empty();
  }
}
