package probity.prove;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import probity.ledger.Json;
import probity.policy.Fact;

/// Writes facts as a test of a bundle gives them: a mapping of YAML on one line.
final class Told {
  /// Words that YAML reads as they stand.
  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z][a-zA-Z0-9._/-]*");

  private static final Set<String> READ_OTHERWISE =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private Told() {}

  static String facts(Map<Fact, Json> facts) {
    var members = new TreeMap<String, String>();
    facts.forEach((fact, value) -> members.put(fact.word(), yaml(value)));
    return mapping(members);
  }

  private static String mapping(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> member.getKey() + ": " + member.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String yaml(Json value) {
    return switch (value) {
      case Json.Str(var text) -> word(text);
      case Json.Num(var number) -> Long.toString(number);
      case Json.Bool(var truth) -> Boolean.toString(truth);
      case Json.Null() -> "null";
      case Json.Arr(var items) ->
          items.stream().map(Told::yaml).collect(Collectors.joining(", ", "[", "]"));
      case Json.Obj(var members) -> {
        var written = new TreeMap<String, String>();
        members.forEach(member -> written.put(word(member.name()), yaml(member.value())));
        yield mapping(written);
      }
    };
  }

  private static String word(String text) {
    boolean plain =
        PLAIN.matcher(text).matches()
            && !READ_OTHERWISE.contains(text.toLowerCase(java.util.Locale.ROOT));
    return plain ? text : "'" + text.replace("'", "''") + "'";
  }
}
