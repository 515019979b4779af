package probity.reperform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import probity.exchange.Facts;
import probity.ledger.Json;

/// Reads the facts that an entry states, and holds them to what the entry says besides: a decision
/// that was made on other facts than the entry's own members would not be the one of that call.
final class FactsOnEntry {
  private static final Json.Obj NEUTRAL = Facts.of(phase("request")).orElseThrow().json();

  /// Members of the exchange that are facts too.
  private static final List<String> SAME =
      List.of("assessment", "caller", "purpose", "risk_class", "roles", "route", "system", "use");

  private static final List<String> SAME_ON_INTENT = List.of("model", "provider", "region");

  private FactsOnEntry() {}

  private static Json.Obj phase(String word) {
    return Json.object().put("phase", word).build();
  }

  /// A member that this program's facts do not have: on it a decision may rest that cannot be made
  /// again here.
  static Optional<String> unknown(Json.Obj facts) {
    return facts.names().stream().filter(name -> NEUTRAL.get(name).isEmpty()).findFirst();
  }

  /// The facts; empty where a member has another type than it must, or there is no phase.
  static Optional<Facts> read(Json.Obj stated) {
    return Facts.of(stated)
        .filter(facts -> {
          // A number too large for its place would read as another one.
          var again = facts.json();
          return stated.members().stream()
              .allMatch(member -> again.get(member.name()).equals(Optional.of(member.value())));
        });
  }

  /// Where the facts are not those of the entry.
  static Optional<String> objection(String kind, Json.Obj body, Facts facts) {
    String phase =
        switch (kind) {
          case "intent" -> "request";
          case "step" -> "tool";
          default -> "response";
        };
    if (!facts.phase().word().equals(phase)) {
      return Optional.of("`facts.phase` is `" + facts.phase().word() + "`, not `" + phase + "`");
    }
    Json.Obj json = facts.json();
    var names = new ArrayList<>(SAME);
    if (kind.equals("intent")) names.addAll(SAME_ON_INTENT);
    if (kind.equals("step")) names.add("tool");
    for (String name : names) {
      if (!body.get(name).equals(json.get(name))) return differs(name, name);
    }
    if (kind.equals("intent") && !body.get("declared_tools").equals(json.get("tools"))) {
      return differs("tools", "declared_tools");
    }
    boolean whole = body.number("findings_omitted").equals(Optional.of(0L));
    if (!kind.equals("outcome") && whole && !found(body).equals(facts.labels())) {
      return differs("labels", "findings");
    }
    return Optional.empty();
  }

  private static Optional<String> differs(String fact, String member) {
    return Optional.of("`facts." + fact + "` is not what the entry's `" + member + "` says");
  }

  /// Each label of the findings with its highest confidence.
  private static Map<String, Integer> found(Json.Obj body) {
    var labels = new TreeMap<String, Integer>();
    for (Json.Obj finding : Json.objects(body.items("findings"))) {
      long confidence = finding.number("confidence").orElse(0L);
      labels.merge(finding.text("label").orElse(""), (int) confidence, Math::max);
    }
    return labels;
  }
}
