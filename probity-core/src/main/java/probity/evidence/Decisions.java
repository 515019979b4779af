package probity.evidence;

import java.util.ArrayList;
import java.util.List;
import probity.ledger.Entry;
import probity.ledger.Json;
import probity.policy.Decision;
import probity.policy.Obligation;
import probity.policy.Verdict;

/// A decision as entries say it (docs/formats/ledger.md section 3): the members `rules`, `verdict`,
/// `rule`, `reason` and `obligations`. Whoever decides again must come to the same members.
public final class Decisions {
  private Decisions() {}

  public static Json.Obj json(Decision decision) {
    var said =
        Json.object().put("rules", rules(decision)).put("verdict", decision.verdict().word());
    var obligations = new ArrayList<Json>();
    switch (decision.verdict()) {
      case Verdict.Permit() -> said.put("rule", "").put("reason", "");
      case Verdict.Refuse(var rule, var reason, var kind) -> {
        said.put("rule", rule).put("reason", reason);
        switch (kind) {
          case Verdict.Kind.Plain() -> {}
          case Verdict.Kind.Review(var queue) ->
              obligations.add(obligation("review", rule).put("queue", queue).build());
          case Verdict.Kind.Limit(var counter) ->
              obligations.add(obligation("limit", rule).put("counter", counter).build());
        }
      }
    }
    decision.obligations().forEach(one -> obligations.add(json(one)));
    return said.put("obligations", new Json.Arr(firstOf(obligations))).build();
  }

  private static Json json(Obligation obligation) {
    return switch (obligation) {
      case Obligation.Redact(var rule, var labels) ->
          obligation("redact", rule).put("labels", firstOf(List.copyOf(labels))).build();
      case Obligation.Tokenize(var rule, var labels) ->
          obligation("tokenize", rule).put("labels", firstOf(List.copyOf(labels))).build();
      case Obligation.Tag(var rule, var tags) ->
          obligation("tag", rule).put("tags", firstOf(tags)).build();
      case Obligation.Queue(var rule, var queue) ->
          obligation("queue", rule).put("queue", queue).build();
      case Obligation.Notify(var rule, var channel) ->
          obligation("notify", rule).put("channel", channel).build();
      case Obligation.Notice(var rule, var notice) ->
          obligation("notice", rule).put("notice", notice).build();
    };
  }

  private static Json.Builder obligation(String kind, String rule) {
    return Json.object().put("kind", kind).put("rule", rule);
  }

  private static Json rules(Decision decision) {
    return Json.object()
        .put("evaluated", decision.evaluated())
        .put("matched", firstOf(decision.matched()))
        .put("decided", firstOf(decision.decided()))
        .put("failed", firstOf(decision.failed()))
        .build();
  }

  private static <T> List<T> firstOf(List<T> items) {
    return items.subList(0, Math.min(items.size(), Entry.LIST_MAX));
  }
}
