package probity.console.traffic;

import static probity.console.traffic.RecordTeller.number;
import static probity.console.traffic.RecordTeller.text;
import static probity.console.traffic.RecordTeller.words;

import java.util.ArrayList;
import java.util.List;
import probity.console.traffic.RecordPage.Pair;
import probity.ledger.Json;

/// Names and values of a record's two ends: its intent and its outcome.
final class RecordDetails {
  private static final Json.Obj NONE = Json.object().build();

  private RecordDetails() {}

  /// What the request was about.
  static List<Pair> about(Proven first) {
    var intent = first.entry().body();
    var bundle = intent.object("bundle").orElse(NONE);
    var pairs = new ArrayList<Pair>();
    pairs.add(new Pair("Time", Told.time(first.entry().time()), ""));
    link(pairs, "Caller", text(intent, "caller"), Facet.CALLER);
    link(pairs, "Route", text(intent, "route"), Facet.ROUTE);
    link(pairs, "AI system", text(intent, "system"), Facet.SYSTEM);
    pair(pairs, "Intended use", text(intent, "use"));
    pair(pairs, "Provider", text(intent, "provider"));
    pairs.add(new Pair("Model", Told.or(text(intent, "model"), "not declared in the bundle"), ""));
    pair(pairs, "Region", text(intent, "region"));
    pairs.add(
        new Pair(
            "Bundle",
            text(bundle, "name") + " " + text(bundle, "version"),
            "/bundles/" + text(bundle, "digest")));
    pair(pairs, "Impact assessment", text(intent, "assessment"));
    pair(pairs, "Risk class", text(intent, "risk_class"));
    pair(pairs, "Purpose", text(intent, "purpose"));
    pair(pairs, "Roles of the caller", String.join(", ", words(intent.items("roles"))));
    pair(pairs, "Subject, a pseudonym", text(intent, "subject"));
    pair(pairs, "Conversation, a pseudonym", text(intent, "conversation"));
    pair(pairs, "Case, a pseudonym", text(intent, "case"));
    pair(pairs, "Retention class", text(intent, "retention"));
    return pairs;
  }

  private static void pair(List<Pair> pairs, String name, String value) {
    if (!value.isEmpty()) pairs.add(new Pair(name, value, ""));
  }

  private static void link(List<Pair> pairs, String name, String value, Facet facet) {
    if (value.isEmpty()) return;
    pairs.add(new Pair(name, value, "/records?" + Told.part(facet.word(), value)));
  }

  /// How it ended, and when.
  static List<Pair> ended(Proven outcome) {
    var body = outcome.entry().body();
    var usage = body.object("usage").orElse(NONE);
    var pairs = new ArrayList<Pair>();
    pair(pairs, "Ending", text(body, "ending"));
    pair(pairs, "Detail", text(body, "detail"));
    pair(pairs, "Status sent", status(number(body, "status")));
    pair(pairs, "Status of the provider", status(number(body, "upstream_status")));
    pair(pairs, "Attempts", Told.number(number(body, "attempts")));
    times(pairs, "Received", text(body, "received"));
    times(pairs, "Decided", text(body, "decided_at"));
    times(pairs, "First byte", text(body, "first_byte"));
    times(pairs, "Completed", text(body, "completed"));
    pair(
        pairs,
        "Tokens",
        number(usage, "total") == 0
            ? "not told by the provider"
            : Told.number(number(usage, "prompt"))
                + " asked, "
                + Told.number(number(usage, "completion"))
                + " answered");
    pair(
        pairs,
        "Tool calls",
        number(body, "tools_asked") == 0
            ? "none asked for"
            : number(body, "tools_asked")
                + " asked for, "
                + number(body, "tools_allowed")
                + " permitted, "
                + number(body, "tools_refused")
                + " refused");
    for (Json.Obj altered : Json.objects(body.items("alterations"))) {
      pair(
          pairs,
          "Altered in the answer",
          text(altered, "label") + ", " + Told.count(number(altered, "count"), "time", "times"));
    }
    return pairs;
  }

  private static void times(List<Pair> pairs, String name, String time) {
    if (!time.isEmpty()) pairs.add(new Pair(name, Told.time(time), ""));
  }

  private static String status(long status) {
    return status == 0 ? "none" : Long.toString(status);
  }
}
