package probity.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Caller;
import probity.exchange.Credential;
import probity.exchange.Facts;
import probity.exchange.Finding;
import probity.exchange.Prompt;
import probity.exchange.Purpose;
import probity.ledger.Entry;
import probity.source.Origins;

/// What policy may know of a request: words that the bundle declares, and numbers. What was counted
/// and granted before is added with [Facts#with].
///
/// @param route empty when the bundle has no route for the request
/// @param method one of the route's methods; not used where there is no route
/// @param origins which documents its text stands in
/// @param person whether it is known on whose behalf the caller asks
/// @param draw of the exchange ([Facts#draw(String)])
public record RequestFacts(
    long time,
    Purpose purpose,
    Caller caller,
    Credential credential,
    Optional<Route> route,
    String method,
    Prompt prompt,
    List<Finding> findings,
    SortedMap<String, Boolean> probes,
    Origins origins,
    boolean person,
    long draw) {

  public Facts facts() {
    var seen = seen();
    return new Facts(
        Facts.Phase.REQUEST,
        time,
        purpose.word(),
        caller.id(),
        credential.word(),
        caller.roles(),
        caller.groups(),
        route.map(Route::id).orElse(""),
        route.map(Route::system).orElse(""),
        route.map(Route::use).orElse(""),
        route.map(Route::assessment).orElse(""),
        route.map(Route::riskClass).orElse(""),
        route.map(Route::provider).orElse(""),
        route.map(Route::region).orElse(""),
        route.filter(r -> r.models().contains(seen.model)).map(_ -> seen.model).orElse(""),
        route.map(Route::format).orElse(""),
        route.isPresent() ? method : "",
        seen.stream,
        seen.body,
        seen.fault,
        prompt.body().length(),
        seen.messages,
        seen.maxTokens,
        0,
        labels(findings),
        first(List.copyOf(prompt.coverage().notRead().keySet())),
        first(declared(seen.tools)),
        seen.tools.size() - (long) declared(seen.tools).size(),
        "",
        probes,
        origins.ids(),
        origins.unattributed(),
        origins.unconfirmed(),
        person,
        new TreeMap<>(),
        draw,
        List.of(),
        List.of());
  }

  /// Each label found, with its highest confidence.
  public static SortedMap<String, Integer> labels(List<Finding> findings) {
    var labels = new TreeMap<String, Integer>();
    findings.forEach(f -> labels.merge(f.label(), f.confidence(), Math::max));
    return labels;
  }

  private List<String> declared(List<String> tools) {
    var declared = route.map(Route::tools).orElse(List.of());
    return tools.stream().filter(declared::contains).toList();
  }

  private static List<String> first(List<String> words) {
    return new ArrayList<>(words.subList(0, Math.min(words.size(), Entry.LIST_MAX)));
  }

  private record Seen(
      String model,
      boolean stream,
      String body,
      String fault,
      long messages,
      long maxTokens,
      List<String> tools) {}

  private Seen seen() {
    return switch (prompt) {
      case Prompt.Read read ->
          new Seen(
              read.model(),
              read.stream(),
              "read",
              "",
              read.messages(),
              read.maxTokens(),
              read.tools());
      case Prompt.Opaque opaque ->
          new Seen("", false, opaque.body().length() == 0 ? "none" : "opaque", "", 0, 0, List.of());
      case Prompt.Unreadable unreadable ->
          new Seen("", false, "unreadable", unreadable.fault().word(), 0, 0, List.of());
    };
  }
}
