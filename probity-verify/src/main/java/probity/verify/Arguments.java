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

  /// What the words ask for, or what is wrong with them.
  sealed interface Read {
    record Good(Arguments arguments) implements Read {}

    record Help() implements Read {}

    record Bad(String message) implements Read {}
  }

  static Read read(List<String> words) {
    var folders = new ArrayList<Path>();
    var trust = new ArrayList<Path>();
    var expected = new ArrayList<Path>();
    boolean quiet = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean takesFile = word.equals("--trust") || word.equals("--expect");
      if (takesFile && i + 1 == words.size()) return new Read.Bad("`" + word + "` takes a file");
      try {
        switch (word) {
          case "--trust" -> trust.add(Path.of(words.get(++i)));
          case "--expect" -> expected.add(Path.of(words.get(++i)));
          case "--quiet" -> quiet = true;
          case "--help", "-h" -> {
            return new Read.Help();
          }
          default -> {
            if (word.startsWith("-")) return new Read.Bad("there is no option `" + word + "`");
            if (word.isEmpty()) return new Read.Bad("an empty word is no folder");
            folders.add(Path.of(word));
          }
        }
      } catch (InvalidPathException e) {
        return new Read.Bad("`" + words.get(i) + "` is not a path");
      }
    }
    if (folders.size() != 1) {
      return new Read.Bad("one folder was expected, not " + folders.size());
    }
    if (trust.size() > 1) return new Read.Bad("`--trust` stands " + trust.size() + " times");
    return new Read.Good(
        new Arguments(
            folders.getFirst(), trust.stream().findFirst(), List.copyOf(expected), quiet));
  }
}
