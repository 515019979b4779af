package probity.server;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import probity.ledger.Json;
import probity.policy.Requirement;
import probity.policy.Rule;
import probity.policy.explain.Explanation.OfRule;
import probity.policy.explain.Explanation.Part;
import probity.server.ExplainCommand.Decided;
import probity.server.ExplainCommand.Explained;

/// Explains a record to a person who answers for it.
final class ExplainText {
  private ExplainText() {}

  static void tell(Explained explained, boolean all, PrintWriter out) {
    var intent = explained.intent().body();
    out.println("record   " + text(intent, "exchange") + ", " + explained.intent().time());
    out.println(
        "asked    "
            + or(text(intent, "caller"))
            + roles(intent)
            + " on route "
            + or(text(intent, "route"))
            + ", model "
            + or(text(intent, "model")));
    out.println(
        "system   "
            + or(text(intent, "system"))
            + ", use "
            + or(text(intent, "use"))
            + ", impact assessment "
            + or(text(intent, "assessment"))
            + ", risk class "
            + or(text(intent, "risk_class")));
    var bundle = explained.bundle();
    out.println(
        "bundle   "
            + text(bundle, "name")
            + " "
            + text(bundle, "version")
            + (explained.inForce().isEmpty() ? "" : ", in force since " + explained.inForce()));
    out.println("  digest " + text(bundle, "digest"));
    out.println("  leaf   " + text(bundle, "leaf") + " in `records`");
    for (Decided decided : explained.decided()) tell(decided, all, out);
    out.println();
    explained.impossible().forEach(one -> out.println("CANNOT BE DECIDED AGAIN: " + one));
    explained.differences().forEach(one -> out.println("DECIDED AGAIN, IT DIFFERS: " + one));
    if (explained.differences().isEmpty() && explained.impossible().isEmpty()) {
      out.println("decided again from bundle and facts, all of it comes out as recorded");
    }
  }

  private static String roles(Json.Obj intent) {
    String roles =
        intent.items("roles").stream()
            .map(item -> item instanceof Json.Str(var role) ? role : item.canonical())
            .collect(Collectors.joining(", "));
    return roles.isEmpty() ? ", without a role," : " (" + roles + ")";
  }

  private static void tell(Decided decided, boolean all, PrintWriter out) {
    var again = decided.explanation().again();
    var stated = decided.recorded().stated().orElse(again);
    out.println();
    String rule = text(stated, "rule");
    out.println(
        decided.what()
            + ": "
            + text(stated, "verdict")
            + (rule.isEmpty() ? "" : " by `" + rule + "`: " + text(stated, "reason")));
    if (rule.startsWith("probity/")) {
      out.println("  `" + rule + "` is the product's own: what no rule of the bundle decides");
    }
    for (OfRule one : decided.explanation().rules()) {
      tell(one, all || one.part() != Part.DID_NOT_HOLD, out);
    }
  }

  private static void tell(OfRule one, boolean whole, PrintWriter out) {
    Rule rule = one.rule();
    out.println("  " + rule.id() + " (" + one.effect() + "): " + one.part().words());
    out.println("    when   " + rule.when().replaceAll("\\s+", " "));
    one.inputs()
        .forEach(
            input -> out.println("    given  " + input.fact() + " = " + input.value().canonical()));
    if (!whole) return;
    out.println("    for    " + rule.requirement() + sentence(one));
    out.println(
        "    under  "
            + String.join(", ", rule.controls())
            + "; owner "
            + rule.owner()
            + "; risk "
            + rule.risk()
            + (rule.assessment().isEmpty() ? "" : "; impact assessment " + rule.assessment()));
  }

  private static String sentence(OfRule one) {
    return one.requirement()
        .map((Requirement requirement) ->
            ": "
                + requirement.sentence()
                + " ("
                + requirement.source().from().word()
                + ": "
                + requirement.source().ref()
                + ")")
        .orElse("");
  }

  static Json json(Decided decided) {
    return Json.object()
        .put("again", decided.explanation().again())
        .put("facts", decided.explanation().facts().json())
        .put("recorded", decided.recorded().stated().orElseGet(() -> Json.object().build()))
        .put(
            "rules",
            new Json.Arr(decided.explanation().rules().stream().map(ExplainText::json).toList()))
        .put("time", decided.time())
        .put("what", decided.what())
        .build();
  }

  private static Json json(OfRule one) {
    var inputs = Json.object();
    one.inputs().forEach(input -> inputs.put(input.fact(), input.value()));
    Rule rule = one.rule();
    return Json.object()
        .put("assessment", rule.assessment())
        .put("controls", rule.controls())
        .put("effect", one.effect())
        .put("inputs", inputs.build())
        .put("outcome", one.part().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("owner", rule.owner())
        .put("requirement", rule.requirement())
        .put("risk", rule.risk())
        .put("rule", rule.id())
        .put("sentence", one.requirement().map(Requirement::sentence).orElse(""))
        .put("when", rule.when())
        .build();
  }

  private static String text(Json.Obj body, String member) {
    return body.text(member).orElse("");
  }

  private static String or(String word) {
    return word.isEmpty() ? "-" : word;
  }
}
