package probity.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.ledger.Hash;
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
/// @param uninspected kinds of content that were not read: of the request, and in phase `response`
///   of the answer
/// @param tools declared tools on offer; `toolsUnknown` counts the others
/// @param tool the tool called, in phase `tool`
/// @param credential what showed who calls: `api-key`, `jwt` or `certificate`
/// @param draw a number from 0 to 9999 that follows from the exchange's id, for samples ([#draw])
/// @param granted review queues that let this very request through, each once
/// @param tags what rules put on the request; empty while the request itself is decided
/// @param probes each probe of the bundle for this phase, with its result
/// @param sources ids of documents that the request has
/// @param unattributed how many of a hundred letters and digits of the request stand in none
/// @param sourcesUnconfirmed how many documents its headers declare that nothing confirms
/// @param person whether a token, a trusted proxy or the application named the person it acts for
/// @param counters named counts, such as requests of this caller in a window
public record Facts(
    Phase phase,
    long time,
    String purpose,
    String caller,
    String credential,
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
    long unattributed,
    long sourcesUnconfirmed,
    boolean person,
    SortedMap<String, Long> counters,
    long draw,
    List<String> granted,
    List<String> tags) {

  /// Items of a list, and members of a map.
  private static final int LIST_MAX = 64;

  /// How many numbers [#draw] can be.
  public static final int DRAWS = 10_000;

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

    public static Optional<Phase> of(String word) {
      return Arrays.stream(values()).filter(phase -> phase.word.equals(word)).findFirst();
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
    granted = List.copyOf(granted);
    tags = List.copyOf(tags);
  }

  /// The number of an exchange: the first four bytes of the SHA-256 of its id, modulo 10,000.
  /// Nobody chooses it, and whoever has the id computes it again.
  public static long draw(String exchange) {
    String hex = Hash.of(exchange.getBytes(StandardCharsets.US_ASCII)).hex();
    return Long.parseLong(hex, 0, 8, 16) % DRAWS;
  }

  /// These facts with what was counted before the request, and the grants that it has.
  public Facts with(SortedMap<String, Long> counters, List<String> granted) {
    return copy(phase, tool, status, labels, uninspected, probes, counters, granted, tags);
  }

  /// These facts with the tags that the request's decision put on it, for what is decided later.
  public Facts tagged(List<String> with) {
    return copy(phase, tool, status, labels, uninspected, probes, counters, granted, with);
  }

  /// These facts for another phase, with what was found there.
  public Facts in(
      Phase phase,
      String tool,
      long status,
      SortedMap<String, Integer> labels,
      SortedMap<String, Boolean> probes) {
    return copy(phase, tool, status, labels, uninspected, probes, counters, granted, tags);
  }

  /// These facts for what is decided on an answer.
  ///
  /// @param uninspected kinds of content of the answer that were not read
  public Facts answered(
      long status, SortedMap<String, Integer> labels, Collection<String> uninspected) {
    var kinds = uninspected.stream().limit(LIST_MAX).toList();
    return copy(
        Phase.RESPONSE, "", status, labels, kinds, new TreeMap<>(), counters, granted, tags);
  }

  private Facts copy(
      Phase phase,
      String tool,
      long status,
      SortedMap<String, Integer> labels,
      List<String> uninspected,
      SortedMap<String, Boolean> probes,
      SortedMap<String, Long> counters,
      List<String> granted,
      List<String> tags) {
    return new Facts(
        phase,
        time,
        purpose,
        caller,
        credential,
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
        unattributed,
        sourcesUnconfirmed,
        person,
        counters,
        draw,
        granted,
        tags);
  }

  /// The form on the entry, in canonical order.
  public Json.Obj json() {
    return FactsJson.write(this);
  }

  /// Reads facts back from an entry. A member that is not there, since the program that wrote the
  /// entry did not know it, is neutral: empty, 0 or false. Empty where a member is of another type.
  public static Optional<Facts> of(Json.Obj json) {
    return FactsJson.read(json);
  }
}
