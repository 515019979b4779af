package probity.server.policy;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.index.LogFiles;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Json;
import probity.ledger.TilePath;

/// In what shadows came to something else than the bundle in force, over all published requests.
final class ShadowReport {
  /// So many records are named for each way in which decisions differ.
  private static final int RECORDS_MAX = 10;

  private final Map<String, OfShadow> shadows = new LinkedHashMap<>();

  /// What came of one shadow.
  private static final class OfShadow {
    private final String name;
    private final String digest;
    private long asked;
    private long same;
    private final SortedMap<String, Differing> differing = new TreeMap<>();

    OfShadow(String name, String digest) {
      this.name = name;
      this.digest = digest;
    }
  }

  /// One way in which decisions differ.
  private static final class Differing {
    private long count;
    private final List<String> records = new ArrayList<>();
  }

  private ShadowReport() {}

  /// Reads the logs below `ledger`.
  static ShadowReport of(Path ledger) {
    var report = new ShadowReport();
    for (LogFiles log : LogFiles.all(ledger)) {
      long size = log.checkpoint().checkpoint().size();
      for (long tile = 0; tile * TilePath.FULL < size; tile++) {
        for (byte[] bytes : log.entries(tile, LogFiles.width(tile, size))) {
          if (Entry.parse(bytes) instanceof Checked.Valid<Entry>(var entry)
              && entry.kind().equals("intent")) {
            report.add(entry.body());
          }
        }
      }
    }
    return report;
  }

  private void add(Json.Obj intent) {
    for (Json.Obj shadow : Json.objects(intent.items("shadow"))) {
      String name = shadow.text("name").orElse("") + " " + shadow.text("version").orElse("");
      var of =
          shadows.computeIfAbsent(
              shadow.text("leaf").orElse(""),
              _ -> new OfShadow(name, shadow.text("digest").orElse("")));
      of.asked++;
      String before = said(intent);
      String after = said(shadow);
      if (before.equals(after)) {
        of.same++;
        continue;
      }
      var one = of.differing.computeIfAbsent(before + " → " + after, _ -> new Differing());
      one.count++;
      if (one.records.size() < RECORDS_MAX) one.records.add(intent.text("exchange").orElse(""));
    }
  }

  /// What a decision comes to: the verdict with its rule, and what is done beside.
  private static String said(Json.Obj decision) {
    var words = new ArrayList<String>();
    String rule = decision.text("rule").orElse("");
    words.add(decision.text("verdict").orElse("") + (rule.isEmpty() ? "" : " by `" + rule + "`"));
    for (Json.Obj obligation : Json.objects(decision.items("obligations"))) {
      words.add(
          obligation.text("kind").orElse("") + " `" + obligation.text("rule").orElse("") + "`");
    }
    return String.join(", ", words);
  }

  void tell(PrintWriter out) {
    if (shadows.isEmpty()) out.println("no published record was decided with a shadow beside it");
    shadows
        .values()
        .forEach(shadow -> {
          out.println("shadow " + shadow.name + ", digest " + shadow.digest);
          out.println(
              "  asked "
                  + shadow.asked
                  + " times, "
                  + shadow.same
                  + " the same, "
                  + (shadow.asked - shadow.same)
                  + " differ");
          shadow.differing.forEach((how, one) -> {
            out.println("  " + one.count + " × " + how);
            one.records.forEach(record -> out.println("      " + record));
            long more = one.count - one.records.size();
            if (more > 0) out.println("      and " + more + " more");
          });
        });
    out.flush();
  }
}
