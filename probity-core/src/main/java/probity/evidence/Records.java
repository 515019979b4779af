package probity.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import probity.exchange.Coverage;
import probity.exchange.Facts;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.policy.Decision;
import probity.policy.Obligation;
import probity.source.Origins;

/// The bodies of intent, step and outcome: record format v1, as docs/formats/ledger.md section 3
/// and its JSON Schema define it. Every member is always there.
final class Records {
  private static final Json EMPTY_LIST = new Json.Arr(List.of());

  private Records() {}

  static Json.Obj intent(Exchange exchange, Request request, SubjectKey key, Withheld withheld) {
    Facts facts = request.facts();
    withheld
        .commit("request", Hash.of(request.prompt().body().array()).hex())
        .keep("person", exchange.person())
        .keep("conversation", exchange.conversation())
        .keep("case", exchange.caseId())
        .keep("model", request.undeclaredModel())
        .keep("tools", joined(request.undeclaredTools()))
        .keep("sources", joined(request.origins().unknown()))
        .keep("path", request.path())
        .keep("trace", request.trace());
    return members(exchange, facts, key)
        .putAll(Decisions.json(request.decision()))
        .put("provider", facts.provider())
        .put("model", facts.model())
        .put("region", facts.region())
        .put("declared_tools", facts.tools())
        .put("declared_tools_omitted", 0)
        .put("findings", new Json.Arr(request.seen().items()))
        .put("findings_omitted", request.seen().omitted())
        .put("sources", sources(request.origins()))
        .put("sources_omitted", request.origins().omitted())
        .put("source_index", request.origins().index())
        .put("coverage", coverage(request.prompt().coverage()))
        .put("facts", facts.json())
        .put(
            "shadow",
            new Json.Arr(request.shadows().stream().map(one -> (Json) one.json()).toList()))
        .put("notices", notices(request.decision()))
        .put("grants", request.grants().stream().map(Hash::hex).toList())
        .put("retention", exchange.retention())
        .put("withheld", withheld.json())
        .build();
  }

  static Json.Obj step(Opened opened, ToolStep step, Withheld withheld) {
    withheld.keep("tool." + step.number(), step.undeclared());
    return members(opened.exchange(), opened.facts(), opened.key())
        .putAll(Decisions.json(step.decision()))
        .put("intent", opened.intent().hex())
        .put("number", step.number())
        .put("step", "tool-call")
        .put("tool", step.facts().tool())
        .put("facts", step.facts().json())
        .put("findings", new Json.Arr(step.seen().items()))
        .put("findings_omitted", step.seen().omitted())
        .put("withheld", withheld.json())
        .build();
  }

  static Json.Obj outcome(Opened opened, Outcome outcome, Withheld withheld) {
    outcome.answerDigest().ifPresent(digest -> withheld.commit("answer", digest));
    withheld.keep("provider_request", outcome.providerRequest());
    var alterations = new ArrayList<Json>();
    outcome
        .alterations()
        .forEach((label, count) ->
            alterations.add(Json.object().put("label", label).put("count", count).build()));
    return members(opened.exchange(), opened.facts(), opened.key())
        .put("intent", opened.intent().hex())
        .put("ending", outcome.ending().word())
        .put("detail", outcome.detail())
        .put("status", outcome.status())
        .put("upstream_status", outcome.upstreamStatus())
        .put("attempts", outcome.attempts())
        .put("received", time(opened.exchange().received()))
        .put("decided_at", opened.decided())
        .put("first_byte", time(outcome.firstByte()))
        .put("completed", time(outcome.completed()))
        .put("usage", usage(outcome.usage()))
        .put("findings", new Json.Arr(outcome.seen().items()))
        .put("findings_omitted", outcome.seen().omitted())
        .put("coverage", coverage(outcome.coverage()))
        .put("tools_asked", outcome.tools().asked())
        .put("tools_allowed", outcome.tools().allowed())
        .put("tools_refused", outcome.tools().refused())
        .put("alterations", new Json.Arr(alterations))
        .put("facts", outcome.last().map(last -> last.facts().json()).orElse(Json.object().build()))
        .put("decisions", decisions(outcome.decisions()))
        .put("withheld", withheld.json())
        .build();
  }

  /// The outcome of an intent that a crash left open: its exchange members are the intent's own.
  static Json.Obj interrupted(Entry intent) {
    var members = Json.object();
    for (String name : EXCHANGE_MEMBERS) {
      intent.body().get(name).ifPresent(value -> members.put(name, value));
    }
    return members
        .put("intent", intent.leaf().hex())
        .put("ending", Ending.INTERRUPTED.word())
        .put("detail", "")
        .put("status", 0)
        .put("upstream_status", 0)
        .put("attempts", 0)
        .put("received", "")
        .put("decided_at", intent.time())
        .put("first_byte", "")
        .put("completed", "")
        .put("usage", usage(new Outcome.Usage(0, 0, 0)))
        .put("findings", EMPTY_LIST)
        .put("findings_omitted", 0)
        .put("coverage", coverage(Coverage.NONE))
        .put("tools_asked", 0)
        .put("tools_allowed", 0)
        .put("tools_refused", 0)
        .put("alterations", EMPTY_LIST)
        .put("facts", Json.object().build())
        .put("decisions", EMPTY_LIST)
        .put("withheld", EMPTY_LIST)
        .build();
  }

  private static final List<String> EXCHANGE_MEMBERS =
      List.of(
          "exchange",
          "purpose",
          "caller",
          "roles",
          "subject",
          "conversation",
          "case",
          "system",
          "use",
          "assessment",
          "risk_class",
          "route",
          "bundle",
          "engine",
          "trace");

  private static Json.Builder members(Exchange exchange, Facts facts, SubjectKey key) {
    return Json.object()
        .put("assessment", facts.assessment())
        .put("bundle", exchange.bundle().json())
        .put("caller", exchange.caller().id())
        .put("case", pseudonym(exchange, key, "case", exchange.caseId()))
        .put("conversation", pseudonym(exchange, key, "conversation", exchange.conversation()))
        .put("engine", exchange.engine().json())
        .put("exchange", exchange.id().text())
        .put("purpose", exchange.purpose().word())
        .put("risk_class", facts.riskClass())
        .put("roles", exchange.caller().roles())
        .put("route", facts.route())
        .put("subject", key.pseudonym(exchange.log(), "subject", exchange.subject()))
        .put("system", facts.system())
        .put("trace", "")
        .put("use", facts.use());
  }

  private static String pseudonym(
      Exchange exchange, SubjectKey key, String kind, Optional<String> value) {
    return value.map(text -> key.pseudonym(exchange.log(), kind, text)).orElse("");
  }

  private static List<String> notices(Decision decision) {
    return decision.obligations().stream()
        .flatMap(
            o -> o instanceof Obligation.Notice(_, var notice) ? Stream.of(notice) : Stream.empty())
        .distinct()
        .toList();
  }

  private static Json decisions(List<AnswerDecision> decisions) {
    return new Json.Arr(
        decisions.stream()
            .limit(Entry.LIST_MAX)
            .map(one ->
                (Json)
                    Json.object()
                        .putAll(Decisions.json(one.decision()))
                        .put("labels", numbers(one.facts().labels()))
                        .build())
            .toList());
  }

  private static Json.Obj coverage(Coverage coverage) {
    return Json.object()
        .put("read", numbers(coverage.read()))
        .put("not_read", numbers(coverage.notRead()))
        .build();
  }

  private static Json sources(Origins origins) {
    return new Json.Arr(
        origins.uses().stream()
            .map(use ->
                (Json)
                    Json.object()
                        .put("method", use.method().word())
                        .put("score", use.score())
                        .put("source", use.source())
                        .put("version", use.version())
                        .build())
            .toList());
  }

  private static Json.Obj numbers(Map<String, Integer> numbers) {
    var object = Json.object();
    numbers.forEach((name, number) -> object.put(name, (long) number));
    return object.build();
  }

  private static Json usage(Outcome.Usage usage) {
    return Json.object()
        .put("prompt", usage.prompt())
        .put("completion", usage.completion())
        .put("total", usage.total())
        .build();
  }

  private static Optional<String> joined(List<String> words) {
    return words.isEmpty() ? Optional.empty() : Optional.of(Json.of(words).canonical());
  }

  static String time(long epochMillis) {
    return epochMillis == 0 ? "" : UtcTime.text(epochMillis);
  }
}
