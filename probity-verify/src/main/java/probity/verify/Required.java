package probity.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Grades that every entry of every log must have; where some lack one, that is a finding.
///
/// @param witnesses the fewest that must have cosigned; 0 where none is asked for
/// @param trusted whether keys must come from elsewhere than the folder
public record Required(int witnesses, boolean timestamped, boolean anchored, boolean trusted) {
  public static final Required NOTHING = new Required(0, false, false, false);

  private static final Pattern WITNESSED = Pattern.compile("witnessed(?::([1-9][0-9]{0,2}))?");

  public Required {
    if (witnesses < 0) throw new IllegalArgumentException("fewer than no witnesses");
  }

  /// Reads words with commas between: `witnessed`, `witnessed:2`, `timestamped`, `anchored`,
  /// `trusted`. Empty for anything else.
  public static Optional<Required> parse(String text) {
    var all = NOTHING;
    for (String word : text.split(",", -1)) {
      var witnessed = WITNESSED.matcher(word);
      if (witnessed.matches()) {
        String number = witnessed.group(1);
        int most = Math.max(all.witnesses(), number == null ? 1 : Integer.parseInt(number));
        all = new Required(most, all.timestamped(), all.anchored(), all.trusted());
      } else if (word.equals("timestamped")) {
        all = new Required(all.witnesses(), true, all.anchored(), all.trusted());
      } else if (word.equals("anchored")) {
        all = new Required(all.witnesses(), all.timestamped(), true, all.trusted());
      } else if (word.equals("trusted")) {
        all = new Required(all.witnesses(), all.timestamped(), all.anchored(), true);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(all);
  }

  /// What a log lacks, a sentence each.
  List<String> missing(LogReport log) {
    var lacks = new ArrayList<String>();
    long witnessed =
        log.witnessed()
            .filter(some -> some.cosigners() >= witnesses)
            .map(Witnessed::entries)
            .orElse(0L);
    long stamped = log.timestamps().isEmpty() ? 0 : log.timestamps().getLast().entries();
    if (witnesses > 0) {
      lack(lacks, log, witnessed, "witnessed by " + witnesses + (witnesses == 1 ? "" : " or more"));
    }
    if (timestamped) lack(lacks, log, stamped, "timestamped");
    if (anchored) lack(lacks, log, log.anchored(), "anchored");
    if (trusted && log.key() == KeySource.FOLDER) lack(lacks, log, 0, "under a trusted key");
    return List.copyOf(lacks);
  }

  private static void lack(List<String> lacks, LogReport log, long have, String grade) {
    if (have < log.entries()) {
      lacks.add((log.entries() - have) + " of " + log.entries() + " entries are not " + grade);
    }
  }
}
