package probity.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which keys sign which logs: a C2SP tlog-policy file.
///
/// One form in bytes: a line `log <vkey>` for each log, then `quorum none`. A file that says the
/// same in other bytes (comments, spaces, another order of lines) is still read from outside a
/// ledger by [#parse]; inside a ledger its bytes must be those of [#text].
public record TrustPolicy(List<VerifierKey> logs) {
  public TrustPolicy {
    logs = List.copyOf(logs);
  }

  public String text() {
    var out = new StringBuilder();
    for (VerifierKey log : logs) out.append("log ").append(log).append('\n');
    return out.append("quorum none\n").toString();
  }

  /// The key of the log whose origin is `origin`; a log's key bears its origin as name.
  public Optional<VerifierKey> log(String origin) {
    return logs.stream().filter(key -> key.name().equals(origin)).findFirst();
  }

  /// Reads a policy; lines that start with `#` and empty lines are skipped.
  public static Checked<TrustPolicy> parse(String text) {
    var logs = new ArrayList<VerifierKey>();
    boolean quorum = false;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) continue;
      String[] words = line.trim().split("[ \t]+", -1);
      if (words[0].equals("quorum") && words.length == 2 && words[1].equals("none") && !quorum) {
        quorum = true;
      } else if (words[0].equals("log") && (words.length == 2 || words.length == 3)) {
        switch (VerifierKey.parse(words[1])) {
          case Checked.Valid<VerifierKey>(var key) -> logs.add(key);
          case Checked.Invalid<VerifierKey>(var fault, var detail) -> {
            return Checked.invalid(fault, "line " + number + ": " + detail);
          }
        }
      } else {
        return Checked.invalid(
            Fault.MALFORMED,
            "line "
                + number
                + ": "
                + Quoted.of(line)
                + " is neither `log <vkey>` nor `quorum none`");
      }
    }
    if (logs.stream().map(VerifierKey::name).distinct().count() != logs.size()) {
      return Checked.invalid(Fault.MALFORMED, "a log stands twice");
    }
    if (logs.isEmpty() || !quorum) {
      return Checked.invalid(Fault.MALFORMED, "policy has no `log` line or no `quorum` line");
    }
    return Checked.valid(new TrustPolicy(logs));
  }
}
