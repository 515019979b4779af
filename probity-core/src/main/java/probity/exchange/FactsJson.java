package probity.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import probity.ledger.Json;

/// Facts as a JSON object and back. Member names are those that conditions use, and stand in their
/// order, which spares every exchange some sorting.
final class FactsJson {
  private final Json.Obj json;
  private boolean fits = true;

  private FactsJson(Json.Obj json) {
    this.json = json;
  }

  static Json.Obj write(Facts facts) {
    var labels = Json.object();
    facts.labels().forEach((label, confidence) -> labels.put(label, (long) confidence));
    var probes = Json.object();
    facts.probes().forEach(probes::put);
    var counters = Json.object();
    facts.counters().forEach(counters::put);
    return Json.object()
        .put("assessment", facts.assessment())
        .put("body", facts.body())
        .put("body_bytes", facts.bodyBytes())
        .put("caller", facts.caller())
        .put("counters", counters.build())
        .put("credential", facts.credential())
        .put("draw", facts.draw())
        .put("fault", facts.fault())
        .put("format", facts.format())
        .put("granted", facts.granted())
        .put("groups", facts.groups())
        .put("labels", labels.build())
        .put("max_tokens", facts.maxTokens())
        .put("messages", facts.messages())
        .put("method", facts.method())
        .put("model", facts.model())
        .put("person", facts.person())
        .put("phase", facts.phase().word())
        .put("probes", probes.build())
        .put("provider", facts.provider())
        .put("purpose", facts.purpose())
        .put("region", facts.region())
        .put("risk_class", facts.riskClass())
        .put("roles", facts.roles())
        .put("route", facts.route())
        .put("sources", facts.sources())
        .put("status", facts.status())
        .put("stream", facts.stream())
        .put("system", facts.system())
        .put("tags", facts.tags())
        .put("time", facts.time())
        .put("tool", facts.tool())
        .put("tools", facts.tools())
        .put("tools_unknown", facts.toolsUnknown())
        .put("unattributed", facts.unattributed())
        .put("sources_unconfirmed", facts.sourcesUnconfirmed())
        .put("uninspected", facts.uninspected())
        .put("use", facts.use())
        .build();
  }

  static Optional<Facts> read(Json.Obj json) {
    return new FactsJson(json).read();
  }

  private Optional<Facts> read() {
    var phase = Facts.Phase.of(text("phase"));
    if (phase.isEmpty()) return Optional.empty();
    var facts =
        new Facts(
            phase.get(),
            number("time"),
            text("purpose"),
            text("caller"),
            text("credential"),
            texts("roles"),
            texts("groups"),
            text("route"),
            text("system"),
            text("use"),
            text("assessment"),
            text("risk_class"),
            text("provider"),
            text("region"),
            text("model"),
            text("format"),
            text("method"),
            truth("stream"),
            text("body"),
            text("fault"),
            number("body_bytes"),
            number("messages"),
            number("max_tokens"),
            number("status"),
            members(
                "labels",
                value ->
                    value instanceof Json.Num(var n) ? Optional.of((int) n) : Optional.empty()),
            texts("uninspected"),
            texts("tools"),
            number("tools_unknown"),
            text("tool"),
            members("probes", FactsJson::asTruth),
            texts("sources"),
            number("unattributed"),
            number("sources_unconfirmed"),
            truth("person"),
            members(
                "counters",
                value -> value instanceof Json.Num(var n) ? Optional.of(n) : Optional.empty()),
            number("draw"),
            texts("granted"),
            texts("tags"));
    return fits ? Optional.of(facts) : Optional.empty();
  }

  private String text(String name) {
    return value(
        name,
        json -> json instanceof Json.Str(var text) ? Optional.of(text) : Optional.empty(),
        "");
  }

  private long number(String name) {
    return value(
        name, json -> json instanceof Json.Num(var n) ? Optional.of(n) : Optional.empty(), 0L);
  }

  private boolean truth(String name) {
    return value(name, FactsJson::asTruth, false);
  }

  private List<String> texts(String name) {
    return value(name, FactsJson::asTexts, List.of());
  }

  private <T> SortedMap<String, T> members(String name, Function<Json, Optional<T>> as) {
    return value(name, json -> asMembers(json, as), new TreeMap<>());
  }

  private <T> T value(String name, Function<Json, Optional<T>> as, T neutral) {
    var member = json.get(name);
    if (member.isEmpty()) return neutral;
    var read = as.apply(member.get());
    fits &= read.isPresent();
    return read.orElse(neutral);
  }

  private static Optional<Boolean> asTruth(Json json) {
    return json instanceof Json.Bool(var truth) ? Optional.of(truth) : Optional.empty();
  }

  private static Optional<List<String>> asTexts(Json json) {
    if (!(json instanceof Json.Arr(var items))) return Optional.empty();
    var texts = new ArrayList<String>();
    for (Json item : items) {
      if (!(item instanceof Json.Str(var text))) return Optional.empty();
      texts.add(text);
    }
    return Optional.of(texts);
  }

  private static <T> Optional<SortedMap<String, T>> asMembers(
      Json json, Function<Json, Optional<T>> as) {
    if (!(json instanceof Json.Obj object)) return Optional.empty();
    var members = new TreeMap<String, T>();
    for (String name : object.names()) {
      var value = object.get(name).flatMap(as);
      if (value.isEmpty()) return Optional.empty();
      members.put(name, value.get());
    }
    return Optional.of(members);
  }
}
