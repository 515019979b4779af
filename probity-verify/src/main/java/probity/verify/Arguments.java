package probity.verify;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the command line asks for.
record Arguments(
    Path folder,
    Optional<Path> trust,
    List<Path> expected,
    List<Path> receipts,
    Required required,
    boolean fast,
    boolean entries,
    boolean reperform,
    boolean quiet) {
  static final String USAGE =
      """
      usage: probity-verify DIR [--trust FILE] [--expect CHECKPOINT]... [--require GRADES]
                            [--receipts FILE]... [--entries] [--fast] [--reperform] [--quiet]
             probity-verify proof FILE --entry FILE --trust FILE
             probity-verify trust export DIR [--out FILE]

        DIR                  a ledger folder, or the folder of one log in it
        --trust FILE         public keys got another way than DIR (a C2SP tlog-policy file)
        --expect CHECKPOINT  a checkpoint seen earlier; the log must still contain it
        --require GRADES     what every entry must be, commas between: witnessed, witnessed:K,
                             timestamped, anchored, trusted
        --receipts FILE      receipts of the gateway, a line each; each must be an entry
        --entries            the grades of each entry
        --fast               hashes, chain, checkpoints and cosignatures; no signatures of entries
        --reperform          decides again by the recorded bundle and facts what was decided; the
                             product's `./probity verify` can, a jar on the JDK alone cannot
        --quiet              no progress on standard error

        proof                checks that the entry in a file stands in a log, by a tlog-proof file
        trust export         prints a trust file made from DIR, to be compared by another way

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
    var receipts = new ArrayList<Path>();
    var required = Required.NOTHING;
    boolean fast = false;
    boolean entries = false;
    boolean reperform = false;
    boolean quiet = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean last = i + 1 == words.size();
      if (last && List.of("--trust", "--expect", "--receipts").contains(word)) {
        return new Read.Bad("`" + word + "` takes a file");
      }
      if (last && word.equals("--require")) return new Read.Bad("`--require` takes grades");
      try {
        switch (word) {
          case "--trust" -> trust.add(Path.of(words.get(++i)));
          case "--expect" -> expected.add(Path.of(words.get(++i)));
          case "--receipts" -> receipts.add(Path.of(words.get(++i)));
          case "--require" -> {
            var grades = Required.parse(words.get(++i));
            if (grades.isEmpty()) {
              return new Read.Bad(
                  "`"
                      + words.get(i)
                      + "` names no grades; `witnessed`, `witnessed:K`, `timestamped`, `anchored`"
                      + " and `trusted` are known, with commas between");
            }
            required = grades.get();
          }
          case "--fast" -> fast = true;
          case "--entries" -> entries = true;
          case "--reperform" -> reperform = true;
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
            folders.getFirst(),
            trust.stream().findFirst(),
            List.copyOf(expected),
            List.copyOf(receipts),
            required,
            fast,
            entries,
            reperform,
            quiet));
  }
}
