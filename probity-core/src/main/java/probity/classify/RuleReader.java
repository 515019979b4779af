package probity.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import probity.classify.PatternSyntax.Part;

/// Reads the rules of one label from a file (`docs/detectors.md`).
final class RuleReader {
  private static final int WITHIN = 40;
  static final int WITHIN_MAX = 200;
  private static final Set<String> MEMBERS =
      Set.of("id", "match", "words", "after", "within", "confidence", "checks", "entropy");

  private static final Part SPACE = PatternSyntax.read(" ");

  private final Function<String, Check> checks;

  /// @param checks knows each check by its name; throws [IllegalArgumentException] for another
  RuleReader(Function<String, Check> checks) {
    this.checks = checks;
  }

  /// @param file a tree of maps, lists, texts and numbers
  /// @throws IllegalArgumentException with the rule and what is wrong with it
  List<Rule> read(Object file) {
    Map<?, ?> members = map(file);
    var kind = new Kind(text(members, "label"), number(members, "version", 0));
    var rules = new ArrayList<Rule>();
    for (Object each : list(members.get("rules"))) {
      Map<?, ?> rule = map(each);
      try {
        rules.add(rule(rule, kind));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            kind.label() + ", rule `" + rule.get("id") + "`: " + e.getMessage(), e);
      }
    }
    return rules;
  }

  private Rule rule(Map<?, ?> rule, Kind kind) {
    for (Object member : rule.keySet()) {
      if (!(member instanceof String name) || !MEMBERS.contains(name)) {
        throw new IllegalArgumentException("there is no member `" + member + "`");
      }
    }
    int confidence = number(rule, "confidence", -1);
    if (confidence < 50 || confidence > 100) {
      throw new IllegalArgumentException("confidence is not between 50 and 100");
    }
    int within = number(rule, "within", WITHIN);
    if (within < 1 || within > WITHIN_MAX) {
      throw new IllegalArgumentException("within is not between 1 and " + WITHIN_MAX);
    }
    return new Rule(
        text(rule, "id"),
        kind,
        forms(rule),
        texts(rule, "after"),
        within,
        confidence,
        texts(rule, "checks").stream().map(checks).toList(),
        number(rule, "entropy", 0),
        rule.get("match") instanceof String match ? PatternSyntax.fixed(match) : 0);
  }

  private static List<Part> forms(Map<?, ?> rule) {
    if (rule.containsKey("words") == rule.containsKey("match")) {
      throw new IllegalArgumentException("one of `match` and `words` is needed");
    }
    if (rule.containsKey("match")) return List.of(PatternSyntax.read(text(rule, "match")));
    return texts(rule, "words").stream().map(each -> PatternSyntax.phrase(each, SPACE)).toList();
  }

  private static Map<?, ?> map(Object value) {
    if (value instanceof Map<?, ?> map) return map;
    throw new IllegalArgumentException("`" + value + "` where a map is expected");
  }

  private static List<?> list(@Nullable Object value) {
    if (value == null) return List.of();
    if (value instanceof List<?> list) return list;
    throw new IllegalArgumentException("`" + value + "` where a list is expected");
  }

  private static List<String> texts(Map<?, ?> members, String name) {
    return list(members.get(name)).stream().map(String::valueOf).toList();
  }

  private static String text(Map<?, ?> members, String name) {
    if (members.get(name) instanceof String text && !text.isEmpty()) return text;
    throw new IllegalArgumentException("`" + name + "` is missing or no text");
  }

  private static int number(Map<?, ?> members, String name, int otherwise) {
    Object value = members.get(name);
    if (value == null) return otherwise;
    if (value instanceof Integer number) return number;
    throw new IllegalArgumentException("`" + name + "` is no number");
  }
}
