package probity.exchange;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
