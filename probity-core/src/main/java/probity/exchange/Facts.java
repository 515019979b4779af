package probity.exchange;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import probity.ledger.Json;

/// The closed record that policy reads, and nothing else: ids, labels, numbers, times and booleans.
///
/// Every word in it is declared by the bundle, the configuration or the product; a model or tool
/// that the bundle does not declare is the empty word. Lists and maps hold 64 items at most.
///
/// @param phase what is decided: a request, a tool call that the model asks for, or an answer
/// @param time milliseconds since 1970
/// @param body `read`, `opaque` (not looked into), `unreadable` or `none`
/// @param fault why the body is unreadable, else empty ([BodyFault#word])
/// @param status the provider's HTTP status, 0 before there is one
/// @param labels what was found, each with its highest confidence, 0 to 100
/// @param uninspected kinds of content that were not read
/// @param tools declared tools on offer; `toolsUnknown` counts the others
/// @param tool the tool called, in phase `tool`
/// @param probes each probe of the bundle for this phase, with its result
/// @param person whether the application named the person it acts for
/// @param counters named counts, such as requests of this caller in a window
public record Facts(
    Phase phase,
    long time,
    String purpose,
    String caller,
    List<String> roles,
    List<String> groups,
    String route,
    String system,
    String use,
    String assessment,
    String riskClass,
    String provider,
    String region,
    String model,
    String format,
    String method,
    boolean stream,
    String body,
    String fault,
    long bodyBytes,
    long messages,
    long maxTokens,
    long status,
    SortedMap<String, Integer> labels,
    List<String> uninspected,
    List<String> tools,
    long toolsUnknown,
    String tool,
    SortedMap<String, Boolean> probes,
    List<String> sources,
    boolean person,
    SortedMap<String, Long> counters) {

  /// What is decided.
  public enum Phase {
    REQUEST("request"),
    TOOL("tool"),
    RESPONSE("response");

    private final String word;

    Phase(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public Facts {
    roles = List.copyOf(roles);
    groups = List.copyOf(groups);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    uninspected = List.copyOf(uninspected);
    tools = List.copyOf(tools);
    probes = Collections.unmodifiableSortedMap(new TreeMap<>(probes));
    sources = List.copyOf(sources);
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
  }

  /// The facts of an entry. A member that it lacks reads as empty, 0 or false.
  ///
  /// Throws [IllegalArgumentException] where there is no phase.
  public static Facts of(Json.Obj json) {
    var labels = new TreeMap<String, Integer>();
    numbers(json, "labels").forEach((name, number) -> labels.put(name, Math.toIntExact(number)));
    var probes = new TreeMap<String, Boolean>();
    json.object("probes")
        .ifPresent(object ->
            object
                .members()
                .forEach(
                    member -> probes.put(member.name(), member.value().equals(Json.of(true)))));
    return new Facts(
        Arrays.stream(Phase.values())
            .filter(phase -> json.text("phase").equals(Optional.of(phase.word())))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("facts without a phase")),
        number(json, "time"),
        text(json, "purpose"),
        text(json, "caller"),
        texts(json, "roles"),
        texts(json, "groups"),
        text(json, "route"),
        text(json, "system"),
        text(json, "use"),
        text(json, "assessment"),
        text(json, "risk_class"),
        text(json, "provider"),
        text(json, "region"),
        text(json, "model"),
        text(json, "format"),
        text(json, "method"),
        json.get("stream").equals(Optional.of(Json.of(true))),
        text(json, "body"),
        text(json, "fault"),
        number(json, "body_bytes"),
        number(json, "messages"),
        number(json, "max_tokens"),
        number(json, "status"),
        labels,
        texts(json, "uninspected"),
        texts(json, "tools"),
        number(json, "tools_unknown"),
        text(json, "tool"),
        probes,
        texts(json, "sources"),
        json.get("person").equals(Optional.of(Json.of(true))),
        numbers(json, "counters"));
  }

  private static String text(Json.Obj json, String name) {
    return json.text(name).orElse("");
  }

  private static long number(Json.Obj json, String name) {
    return json.number(name).orElse(0L);
  }

  private static List<String> texts(Json.Obj json, String name) {
    return json.items(name).stream()
        .flatMap(item -> item instanceof Json.Str(var word) ? Stream.of(word) : Stream.empty())
        .toList();
  }

  private static TreeMap<String, Long> numbers(Json.Obj json, String name) {
    var numbers = new TreeMap<String, Long>();
    json.object(name)
        .ifPresent(object ->
            object
                .members()
                .forEach(member -> {
                  if (member.value() instanceof Json.Num(var number)) {
                    numbers.put(member.name(), number);
                  }
                }));
    return numbers;
  }

  /// These facts for another phase, with what was found there.
  public Facts in(
      Phase phase,
      String tool,
      long status,
      SortedMap<String, Integer> labels,
      SortedMap<String, Boolean> probes) {
    return new Facts(
        phase,
        time,
        purpose,
        caller,
        roles,
        groups,
        route,
        system,
        use,
        assessment,
        riskClass,
        provider,
        region,
        model,
        format,
        method,
        stream,
        body,
        fault,
        bodyBytes,
        messages,
        maxTokens,
        status,
        labels,
        uninspected,
        tools,
        toolsUnknown,
        tool,
        probes,
        sources,
        person,
        counters);
  }

  /// The form on the entry. Member names are those that conditions use, and stand in their order,
  /// which spares every exchange some sorting.
  public Json.Obj json() {
    var labelsJson = Json.object();
    labels.forEach((label, confidence) -> labelsJson.put(label, (long) confidence));
    var probesJson = Json.object();
    probes.forEach(probesJson::put);
    var countersJson = Json.object();
    counters.forEach(countersJson::put);
    return Json.object()
        .put("assessment", assessment)
        .put("body", body)
        .put("body_bytes", bodyBytes)
        .put("caller", caller)
        .put("counters", countersJson.build())
        .put("fault", fault)
        .put("format", format)
        .put("groups", groups)
        .put("labels", labelsJson.build())
        .put("max_tokens", maxTokens)
        .put("messages", messages)
        .put("method", method)
        .put("model", model)
        .put("person", person)
        .put("phase", phase.word())
        .put("probes", probesJson.build())
        .put("provider", provider)
        .put("purpose", purpose)
        .put("region", region)
        .put("risk_class", riskClass)
        .put("roles", roles)
        .put("route", route)
        .put("sources", sources)
        .put("status", status)
        .put("stream", stream)
        .put("system", system)
        .put("time", time)
        .put("tool", tool)
        .put("tools", tools)
        .put("tools_unknown", toolsUnknown)
        .put("uninspected", uninspected)
        .put("use", use)
        .build();
  }
}
