package probity.server;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import probity.index.Found;
import probity.index.Shown;
import probity.ledger.Hash;
import probity.ledger.Json;

/// Tells a person what a record says.
final class Telling {
  private static final int NAME = 10;

  private Telling() {}

  static void record(Found record, List<Shown> entries, PrintWriter out) {
    var intent = entries.getFirst().entry().body();
    line(out, "record", record.exchange());
    line(out, "time", record.time() + ended(record));
    line(
        out,
        "asked",
        or(record.caller()) + " on route " + or(record.route()) + ", " + asked(record));
    line(out, "system", or(record.system()) + ", use " + or(record.use()));
    line(
        out,
        "bundle",
        or(text(intent, "bundle", "name"))
            + " "
            + or(record.bundleVersion())
            + ", digest "
            + or(record.bundleDigest()));
    line(out, "request", decision(intent));
    findings(intent, out);
    sources(intent, out);
    for (Shown entry : entries) {
      var body = entry.entry().body();
      switch (entry.entry().kind()) {
        case "step" -> {
          String tool = body.text("tool").filter(name -> !name.isEmpty()).orElse("(undeclared)");
          line(out, "tool", tool + ": " + decision(body));
          findings(body, out);
        }
        case "outcome" -> {
          for (Json.Obj answer : Json.objects(body.items("decisions"))) {
            line(out, "answer", decision(answer));
          }
          findings(body, out);
          line(out, "usage", usage(record));
        }
        default -> {
          // The intent stands above.
        }
      }
    }
    line(
        out,
        "ending",
        record.outcome() < 0 ? "none yet" : record.ending() + ", status " + record.status());
    withheld(entries, out);
  }

  private static String ended(Found record) {
    return record.completed().isEmpty() ? "" : " until " + record.completed();
  }

  private static String asked(Found record) {
    return "model "
        + (record.model().isEmpty() ? "(undeclared)" : record.model())
        + " of "
        + or(record.provider())
        + ", purpose "
        + or(record.purpose());
  }

  private static String usage(Found record) {
    return record.totalTokens() == 0
        ? "not told by the provider"
        : record.promptTokens()
            + " tokens asked, "
            + record.completionTokens()
            + " answered, "
            + record.totalTokens()
            + " in all";
  }

  private static String decision(Json.Obj body) {
    String verdict = or(body.text("verdict").orElse(""));
    String rule = body.text("rule").orElse("");
    if (!rule.isEmpty()) return verdict + " by " + rule + ": " + body.text("reason").orElse("");
    String decided =
        words(body.object("rules").map(rules -> rules.items("decided")).orElse(List.of()));
    return verdict + (decided.isEmpty() ? "" : " by " + decided);
  }

  private static void sources(Json.Obj intent, PrintWriter out) {
    for (Json.Obj use : Json.objects(intent.items("sources"))) {
      out.println(
          "  text of "
              + use.text("source").orElse("")
              + ", version "
              + use.number("version").orElse(0L)
              + ", by "
              + use.text("method").orElse("")
              + ", score "
              + use.number("score").orElse(0L));
    }
  }

  private static void findings(Json.Obj body, PrintWriter out) {
    for (Json.Obj finding : Json.objects(body.items("findings"))) {
      line(
          out,
          "  found",
          finding.text("label").orElse("")
              + ", "
              + finding.number("count").orElse(0L)
              + " times, first at "
              + finding.text("place").orElse("")
              + " ("
              + finding.text("detector").orElse("")
              + ")");
    }
  }

  private static void withheld(List<Shown> entries, PrintWriter out) {
    String fields =
        entries.stream()
            .flatMap(shown -> Json.objects(shown.entry().body().items("withheld")).stream())
            .map(one -> one.text("field").orElse(""))
            .distinct()
            .collect(Collectors.joining(", "));
    if (!fields.isEmpty()) line(out, "withheld", fields + " (digests alone stand in the ledger)");
  }

  /// An entry of no exchange: its members, one a line.
  static void members(Shown shown, PrintWriter out) {
    for (Json.Member member : shown.entry().body().members()) {
      String value =
          member.value() instanceof Json.Str(var text) ? text : member.value().canonical();
      line(out, member.name(), value);
    }
  }

  /// Where an entry stands, and how that is shown.
  static void entry(Shown shown, PrintWriter out) {
    out.println();
    line(out, shown.entry().kind(), shown.log() + ":" + shown.index());
    line(out, "  leaf", shown.entry().leaf().hex());
    line(out, "  series", shown.entry().series() + ", seq " + shown.entry().seq());
    var checkpoint = shown.checkpoint().checkpoint();
    line(
        out,
        "  proof",
        "in a tree of "
            + checkpoint.size()
            + " with root "
            + checkpoint.root().base64()
            + (shown.witnessed()
                ? ", from the file `cosigned` (`verify` checks its signatures)"
                : ", signed by the log alone"));
    for (Hash hash : shown.path()) line(out, "", hash.base64());
  }

  private static String words(List<Json> items) {
    return items.stream()
        .map(item -> item instanceof Json.Str(var word) ? word : item.canonical())
        .collect(Collectors.joining(", "));
  }

  private static String text(Json.Obj body, String object, String member) {
    return body.object(object).flatMap(found -> found.text(member)).orElse("");
  }

  private static String or(String word) {
    return word.isEmpty() ? "-" : word;
  }

  private static void line(PrintWriter out, String name, String text) {
    out.println((name + " ".repeat(Math.max(1, NAME - name.length())) + text).stripTrailing());
  }
}
