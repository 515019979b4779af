package probity.policy.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import probity.exchange.Facts;
import probity.policy.Bundle;
import probity.policy.Effect;
import probity.policy.Fact;
import probity.policy.Formula;
import probity.policy.Route;
import probity.policy.logic.Cases;
import probity.policy.logic.Surroundings;

/// Which routes came, went and changed.
final class RouteChanges {
  private final Bundle from;
  private final Bundle to;
  private final List<Change> changes = new ArrayList<>();

  RouteChanges(Bundle from, Bundle to) {
    this.from = from;
    this.to = to;
  }

  List<Change> changes() {
    var before = byId(from);
    var now = byId(to);
    var ids = new TreeSet<>(before.keySet());
    ids.addAll(now.keySet());
    for (String id : ids) {
      Route was = before.get(id);
      Route is = now.get(id);
      if (was == null && is != null) {
        add("new route `" + id + "`: " + said(is), "", said(is), Direction.PERHAPS_WIDER);
      } else if (is == null && was != null) {
        add("route `" + id + "` is gone", said(was), "", Direction.NARROWER);
      } else if (was != null && is != null) {
        changed(was, is);
      }
    }
    return changes;
  }

  private void changed(Route was, Route is) {
    String of = " of route `" + is.id() + "`";
    words("method" + of, was.methods(), is.methods(), Direction.NARROWER);
    words("model" + of, was.models(), is.models(), undeclared(is, Fact.MODEL));
    words("tool" + of, was.tools(), is.tools(), undeclared(is, Fact.TOOL));
    value("path" + of, was.path(), is.path());
    value("format" + of, was.format(), is.format());
    if (was.format().equals(is.format()) && !was.wire().equals(is.wire())) {
      // A path with a model in it belongs to what is read, and its change is told above.
      if (was.path().equals(is.path())) {
        add(
            "format `" + is.format() + "`" + of + " reads bodies in another way",
            "",
            "",
            Direction.PERHAPS_WIDER);
      }
    }
    value("provider" + of, was.provider(), is.provider());
    value("region" + of, was.region(), is.region());
    value(
        "regions of telephones" + of,
        String.join(", ", was.regions()),
        String.join(", ", is.regions()));
    value("AI system" + of, was.system(), is.system());
    value("intended use" + of, was.use(), is.use());
    value("impact assessment" + of, was.assessment(), is.assessment());
    value("risk class" + of, was.riskClass(), is.riskClass());
    value("retention class" + of, was.retention(), is.retention());
    value("kept content" + of, was.keep().name(), is.keep().name());
  }

  /// What it means that a word is no longer declared: it is the empty word to rules from now on.
  private Direction undeclared(Route route, Fact fact) {
    var phase = fact == Fact.TOOL ? Facts.Phase.TOOL : Facts.Phase.REQUEST;
    var there =
        Formula.all(List.of(Surroundings.of(to, route, phase), Formula.is(fact, List.of(""))));
    boolean passes =
        to.rules().stream()
            .filter(rule -> rule.on() == phase && rule.then() instanceof Effect.Permit)
            .anyMatch(
                rule -> !Cases.neverHolds(Formula.all(List.of(there, to.formula(rule.id())))));
    boolean offered =
        fact == Fact.TOOL
            && to.rules().stream()
                .anyMatch(rule ->
                    to.inputs(rule.id()).contains(Fact.TOOLS)
                        || to.inputs(rule.id()).contains(Fact.TOOLS_UNKNOWN));
    return passes || offered ? Direction.PERHAPS_WIDER : Direction.NARROWER;
  }

  private static String said(Route route) {
    return route.path() + " to " + route.provider() + " for `" + route.use() + "`";
  }

  private static Map<String, Route> byId(Bundle bundle) {
    return bundle.routes().stream()
        .collect(Collectors.toMap(Route::id, route -> route, (a, _) -> a, TreeMap::new));
  }

  private void words(
      String what, Collection<String> before, Collection<String> now, Direction removed) {
    for (String word : now) {
      if (!before.contains(word)) {
        add("new " + what + ": `" + word + "`", "", word, Direction.PERHAPS_WIDER);
      }
    }
    for (String word : before) {
      if (!now.contains(word)) add("no more " + what + ": `" + word + "`", word, "", removed);
    }
  }

  private void value(String what, String was, String is) {
    if (was.equals(is)) return;
    String shown = was.isEmpty() ? "nothing" : "`" + was + "`";
    String now = is.isEmpty() ? "nothing" : "`" + is + "`";
    add(what + ": " + shown + " → " + now, was, is, Direction.PERHAPS_WIDER);
  }

  private void add(String what, String before, String after, Direction direction) {
    changes.add(new Change("route", what, before, after, direction));
  }
}
