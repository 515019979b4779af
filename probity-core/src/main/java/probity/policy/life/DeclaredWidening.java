package probity.policy.life;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.Effect;
import probity.policy.Route;
import probity.policy.Rule;

/// Compares what two bundles declare and which rules they have, and runs neither.
///
/// Only these changes do not widen: another version, a rule more that refuses, redacts, limits or
/// asks for review, a permit less, another reason, owner, risk or citation of a rule, and anything
/// in requirements and canaries.
public final class DeclaredWidening implements Widening {
  private static final java.util.regex.Pattern VERSION =
      java.util.regex.Pattern.compile("(?m)^version:[^\n]*$");

  @Override
  public Widens widens(Bundle from, Bundle to) {
    if (from.digest().equals(to.digest())) return Widens.NOTHING;
    var words = new ArrayList<String>();
    routes(from, to, words);
    added("role", from.roles(), to.roles(), words);
    added("label no longer looked for", to.labels(), from.labels(), words);
    if (words.isEmpty()) declarations(from, to, words);
    rules(from, to, words);
    return new Widens(words);
  }

  private static void routes(Bundle from, Bundle to, List<String> words) {
    var before = byId(from.routes(), Route::id);
    for (Route route : to.routes()) {
      Route old = before.get(route.id());
      if (old == null) {
        words.add("new route `" + route.id() + "`");
        continue;
      }
      String of = " of route `" + route.id() + "`";
      added("model" + of, old.models(), route.models(), words);
      added("tool" + of, old.tools(), route.tools(), words);
      added("method" + of, old.methods(), route.methods(), words);
      changed("path" + of, old.path(), route.path(), words);
      changed("format" + of, old.format(), route.format(), words);
      changed("provider" + of, old.provider(), route.provider(), words);
      changed("region" + of, old.region(), route.region(), words);
      changed("system" + of, old.system(), route.system(), words);
      changed("intended use" + of, old.use(), route.use(), words);
      changed("impact assessment" + of, old.assessment(), route.assessment(), words);
      changed("risk class" + of, old.riskClass(), route.riskClass(), words);
      changed("retention class" + of, old.retention(), route.retention(), words);
    }
  }

  private static void added(
      String what, Collection<String> before, Collection<String> now, List<String> words) {
    for (String one : now) {
      if (!before.contains(one)) words.add("new " + what + ": `" + one + "`");
    }
  }

  private static void changed(String what, String before, String now, List<String> words) {
    if (!before.equals(now)) {
      words.add("another " + what + ": `" + now + "` in place of `" + before + "`");
    }
  }

  /// What else is declared is not understood here, so any other text of it counts.
  private static void declarations(Bundle from, Bundle to, List<String> words) {
    var before = files(from);
    var now = files(to);
    var paths = new TreeMap<String, String>(before);
    paths.putAll(now);
    for (String path : paths.keySet()) {
      boolean understood =
          path.startsWith("rules/")
              || path.startsWith("requirements/")
              || path.startsWith("canaries/");
      if (!understood && !before.getOrDefault(path, "").equals(now.getOrDefault(path, ""))) {
        words.add("`" + path + "` says something else");
      }
    }
  }

  private static Map<String, String> files(Bundle bundle) {
    var blob = Json.parseCanonicalObject(bundle.blob().utf8()).orThrow();
    return Json.objects(blob.items("files")).stream()
        .collect(
            Collectors.toMap(
                file -> file.text("path").orElse(""),
                file -> VERSION.matcher(file.text("text").orElse("")).replaceAll("version:")));
  }

  private static void rules(Bundle from, Bundle to, List<String> words) {
    var before = byId(from.rules(), Rule::id);
    var now = byId(to.rules(), Rule::id);
    before.forEach((id, rule) -> {
      Rule then = now.get(id);
      if (then == null) {
        if (!(rule.then() instanceof Effect.Permit)) words.add("rule `" + id + "` is gone");
      } else if (!acts(rule).equals(acts(then))) {
        words.add("rule `" + id + "` holds for something else or does something else");
      }
    });
    now.forEach((id, rule) -> {
      if (!before.containsKey(id) && !narrows(rule)) words.add("new rule `" + id + "`");
    });
  }

  /// All of a rule by which it acts.
  private static List<Object> acts(Rule rule) {
    return List.of(rule.on(), rule.when(), rule.then());
  }

  private static boolean narrows(Rule rule) {
    return switch (rule.then()) {
      case Effect.Refuse _, Effect.Redact _, Effect.Limit _, Effect.Review _ -> true;
      // Another rule may permit what bears a tag; the others do not restrict.
      case Effect.Permit _, Effect.Tag _, Effect.Queue _, Effect.Notify _, Effect.Notice _ -> false;
    };
  }

  private static <T> Map<String, T> byId(List<T> items, Function<T, String> id) {
    return items.stream().collect(Collectors.toMap(id, item -> item, (a, _) -> a, TreeMap::new));
  }
}
