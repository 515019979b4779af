package probity.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the verifier has to say of a folder.
///
/// @param receipts what was found of the receipts, where some were given
/// @param reperformed what deciding again came to, where that was asked for
/// @param findings the first of them; `findingsCount` counts all
/// @param unchecked what could not be compared because it was not given
public record Report(
    List<LogReport> logs,
    Optional<String> receipts,
    Optional<Reperformed> reperformed,
    List<Finding> findings,
    long findingsCount,
    List<String> unchecked) {
  private static final List<String> NEVER_PROVEN =
      List.of(
          "that a call which never reached the gateway did not happen",
          "that the content of an entry is true",
          "that the program which wrote the entries was the released one");

  public Report {
    logs = List.copyOf(logs);
    findings = List.copyOf(findings);
    unchecked = List.copyOf(unchecked);
  }

  /// Whether nothing is wrong with at least one log. Nothing is ever said of an empty folder.
  public boolean verified() {
    return findingsCount == 0 && !logs.isEmpty();
  }

  /// The last line of the output.
  public String summary() {
    if (!verified()) {
      return "NOT VERIFIED: "
          + findingsCount
          + (findingsCount == 1 ? " finding" : " findings")
          + reperformed.map(some -> "; " + some.summary()).orElse("");
    }
    long entries = logs.stream().mapToLong(LogReport::entries).sum();
    long anchored = logs.stream().mapToLong(LogReport::anchored).sum();
    var out = new StringBuilder("verified: ");
    out.append(logs.size()).append(logs.size() == 1 ? " log, " : " logs, ");
    out.append(entries).append(entries == 1 ? " entry; " : " entries; ");
    out.append(
        signatures() ? "signed, chained, included" : "chained, included, signatures not checked");
    if (witnessed() > 0) out.append("; witnessed ").append(witnessed()).append(of(entries));
    if (timestamped() > 0) out.append("; timestamped ").append(timestamped()).append(of(entries));
    out.append(anchored > 0 ? "; anchored " + anchored + of(entries) : "; unanchored");
    if (selfAsserted()) out.append("; self-asserted");
    receipts.ifPresent(some -> out.append("; ").append(some));
    reperformed.ifPresent(some -> out.append("; ").append(some.summary()));
    return out.toString();
  }

  private static String of(long entries) {
    return " of " + entries;
  }

  private boolean signatures() {
    return logs.stream().allMatch(LogReport::signatures);
  }

  private long witnessed() {
    return logs.stream().mapToLong(log -> log.witnessed().map(Witnessed::entries).orElse(0L)).sum();
  }

  private long timestamped() {
    return logs.stream()
        .filter(log -> !log.timestamps().isEmpty())
        .mapToLong(log -> log.timestamps().getLast().entries())
        .sum();
  }

  private boolean selfAsserted() {
    return logs.stream().anyMatch(log -> log.key() == KeySource.FOLDER);
  }

  /// The whole output, line by line.
  public List<String> lines() {
    return lines(false);
  }

  /// The whole output, line by line.
  ///
  /// @param entries whether to add the grades of each entry, as ranges
  public List<String> lines(boolean entries) {
    var lines = new ArrayList<String>();
    for (LogReport log : logs) {
      lines.addAll(log.lines(verified()));
      if (entries && verified()) log.ranges().forEach(range -> lines.add("  entries  " + range));
    }
    receipts.ifPresent(lines::add);
    reperformed.ifPresent(some -> lines.addAll(some.lines()));
    for (Finding finding : findings) lines.add(finding.toString());
    if (findingsCount > findings.size()) {
      lines.add("and " + (findingsCount - findings.size()) + " more findings");
    }
    if (!signatures()) lines.add("signatures of entries: not checked (--fast)");
    for (String what : unchecked) lines.add("not checked: " + what);
    if (verified()) {
      NEVER_PROVEN.forEach(what -> lines.add("not proven: " + what));
      if (logs.stream().anyMatch(log -> log.anchored() < log.entries())) {
        lines.add(
            "not proven: that no log was put back whole to an earlier state; compare with a"
                + " checkpoint kept elsewhere (--expect)");
      }
      if (logs.stream().anyMatch(Report::hasOwnWitnesses)) {
        lines.add(
            "not proven: that the witnesses are independent; the folder itself names them, name them"
                + " in the trust file (--trust)");
      }
      if (selfAsserted()) {
        lines.add(
            "not proven: who signed; the keys come from the folder that they should prove, get"
                + " them another way (--trust)");
      }
    }
    lines.add(summary());
    return lines.stream().map(Report::printable).toList();
  }

  private static boolean hasOwnWitnesses(LogReport log) {
    return log.witnessed().filter(some -> some.by() == Witnessed.By.FOLDER).isPresent();
  }

  private static String printable(String line) {
    return line.codePoints().allMatch(c -> c >= 0x20 && c < 0x7f) ? line : Finding.printable(line);
  }
}
