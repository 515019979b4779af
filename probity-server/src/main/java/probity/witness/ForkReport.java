package probity.witness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The contradictions that a witness kept, in words; each judged anew from what lies on disk.
///
/// @param sound whether every kept pair verifies and differs
public record ForkReport(List<String> lines, boolean sound) {
  public ForkReport {
    lines = List.copyOf(lines);
  }

  /// Reads the folder of a witness, which may be running.
  public static ForkReport of(Path dir) {
    try {
      var kept = new Forks(dir.resolve("forks")).all();
      var trusted = new TrustedLogs(dir.resolve("logs"), List.of()).now();
      var lines = new ArrayList<String>();
      for (Forks.Kept one : kept) {
        lines.add(one.folder() + "  " + one.origin());
        lines.add("  sizes " + one.earlier() + " and " + one.later());
        lines.add("  " + one.finding().sentence());
        boolean known =
            trusted.getOrDefault(one.origin(), List.of()).containsAll(Forks.keys(one.folder()));
        if (!known) {
          lines.add("  the keys beside it are not all in `logs/`: compare them with the log's own");
        }
      }
      if (kept.isEmpty()) lines.add("no contradiction was seen");
      boolean sound = kept.stream().noneMatch(one -> one.finding() == Forks.Finding.NOTHING);
      return new ForkReport(lines, sound);
    } catch (IOException e) {
      throw new WitnessException("`" + dir + "` cannot be read: " + e, e);
    }
  }
}
