package probity.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a C2SP tlog-policy file, line by line; the first thing wrong ends it.
final class TrustPolicyReader {
  /// C2SP asks for 32 logs, witnesses and groups at least.
  private static final int LINES_MAX = 1024;

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");

  private final List<VerifierKey> logs = new ArrayList<>();
  private final List<TrustPolicy.Witness> witnesses = new ArrayList<>();
  private final List<TrustPolicy.Group> groups = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private Optional<String> quorum = Optional.empty();

  Checked<TrustPolicy> read(String text) {
    int number = 0;
    int said = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String words = line.replace('\t', ' ').strip();
      if (words.isEmpty() || words.startsWith("#")) continue;
      var wrong = ++said > LINES_MAX ? wrong("more than 1024 lines") : line(words.split(" +", -1));
      if (wrong.isPresent())
        return Checked.invalid(Fault.MALFORMED, "line " + number + ": " + wrong.get());
    }
    if (logs.isEmpty() || quorum.isEmpty()) {
      return Checked.invalid(Fault.MALFORMED, "policy has no `log` line or no `quorum` line");
    }
    var twice =
        TrustPolicy.duplicate(logs)
            .or(() ->
                TrustPolicy.duplicate(witnesses.stream().map(TrustPolicy.Witness::key).toList()));
    return twice.isPresent()
        ? Checked.invalid(Fault.MALFORMED, "the key of `" + twice.get() + "` stands twice")
        : Checked.valid(new TrustPolicy(logs, witnesses, groups, quorum.get()));
  }

  /// What is wrong with a line, if anything is.
  private Optional<String> line(String[] words) {
    int most =
        switch (words[0]) {
          case "log" -> 3;
          case "witness" -> 4;
          case "group" -> Integer.MAX_VALUE;
          default -> 2;
        };
    int least = words[0].equals("group") ? 4 : words[0].equals("witness") ? 3 : 2;
    if (words.length < least || words.length > most) return noLine(words);
    return switch (words[0]) {
      case "log" -> log(words[1]);
      case "witness" -> witness(words[1], words[2]);
      case "group" -> group(words);
      case "quorum" -> quorum(words[1]);
      default -> noLine(words);
    };
  }

  private static Optional<String> noLine(String[] words) {
    return wrong(
        Quoted.of(String.join(" ", words))
            + " is no `log`, `witness`, `group` or `quorum` line of C2SP tlog-policy");
  }

  private Optional<String> log(String vkey) {
    return switch (VerifierKey.parse(vkey)) {
      case Checked.Valid<VerifierKey>(var key) when key.type() == KeyType.ED25519_COSIGNATURE ->
          wrong("`" + key.name() + "` has a witness's key, a log's was expected (0x01 or 0x06)");
      case Checked.Valid<VerifierKey>(var key) -> {
        logs.add(key);
        yield Optional.empty();
      }
      case Checked.Invalid<VerifierKey>(_, var detail) -> wrong(detail);
    };
  }

  private Optional<String> witness(String name, String vkey) {
    return switch (VerifierKey.parse(vkey)) {
      case Checked.Valid<VerifierKey>(var key) when !key.type().timestamped() ->
          wrong("`" + key.name() + "` has a log's key, a witness's was expected (0x04 or 0x06)");
      case Checked.Valid<VerifierKey>(var key) -> {
        witnesses.add(new TrustPolicy.Witness(name, key));
        yield define(name);
      }
      case Checked.Invalid<VerifierKey>(_, var detail) -> wrong(detail);
    };
  }

  private Optional<String> group(String[] words) {
    var those = List.of(words).subList(3, words.length);
    for (String member : those) {
      if (!names.contains(member)) return wrong("nothing before is named " + Quoted.of(member));
      if (!members.add(member)) return wrong(Quoted.of(member) + " is in a group already");
    }
    int threshold;
    switch (words[2]) {
      case "any" -> threshold = 1;
      case "all" -> threshold = those.size();
      default -> {
        if (!NUMBER.matcher(words[2]).matches() || Integer.parseInt(words[2]) > those.size()) {
          return wrong(Quoted.of(words[2]) + " is no number from 1 to " + those.size());
        }
        threshold = Integer.parseInt(words[2]);
      }
    }
    groups.add(new TrustPolicy.Group(words[1], threshold, those));
    return define(words[1]);
  }

  private Optional<String> define(String name) {
    if (name.equals(TrustPolicy.NONE)) return wrong("`none` is no name");
    return names.add(name) ? Optional.empty() : wrong(Quoted.of(name) + " is defined twice");
  }

  private Optional<String> quorum(String name) {
    if (quorum.isPresent()) return wrong("a second `quorum` line");
    if (!name.equals(TrustPolicy.NONE) && !names.contains(name)) {
      return wrong("nothing before is named " + Quoted.of(name));
    }
    quorum = Optional.of(name);
    return Optional.empty();
  }

  private static Optional<String> wrong(String what) {
    return Optional.of(what);
  }
}
