package probity.detect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes texts out of lists of lines, at random: `{name}` takes a line of a list, `(a|b)` one of
/// both.
final class Grammar {
  private static final Pattern CHOICE = Pattern.compile("\\(([^()]*\\|[^()]*)\\)");
  private static final Pattern SLOT = Pattern.compile("\\{([a-z0-9.]+)\\}");

  private final Map<String, List<String>> lists = new HashMap<>();
  private final Values values;
  private final RandomGenerator random;

  Grammar(String resource, Values values, RandomGenerator random) throws IOException {
    this.values = values;
    this.random = random;
    InputStream in = Objects.requireNonNull(Grammar.class.getResourceAsStream(resource));
    List<String> list = new ArrayList<>();
    try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line : lines.lines().toList()) {
        if (line.startsWith("# ") || line.isBlank()) continue;
        if (line.startsWith("== ")) {
          list = new ArrayList<>();
          lists.put(line.substring(3), list);
        } else {
          list.add(line.replace("\\n", "\n"));
        }
      }
    }
  }

  /// The names of lists that begin so, in order.
  List<String> families(String prefix) {
    var families = new TreeSet<String>();
    for (String name : lists.keySet()) {
      if (name.startsWith(prefix)) families.add(name);
    }
    return List.copyOf(families);
  }

  String make(String list) {
    return expand("{" + list + "}").replaceAll("  +(?=\\S)", " ").replace(" .", ".").strip();
  }

  private String expand(String text) {
    String chosen = text;
    // Choices may stand inside others: from the inside out.
    for (Matcher choice = CHOICE.matcher(chosen); choice.find(); choice = CHOICE.matcher(chosen)) {
      String[] options = choice.group(1).split("\\|", -1);
      chosen =
          chosen.substring(0, choice.start())
              + options[random.nextInt(options.length)]
              + chosen.substring(choice.end());
    }
    var made = new StringBuilder();
    Matcher slot = SLOT.matcher(chosen);
    int at = 0;
    while (slot.find()) {
      made.append(chosen, at, slot.start()).append(value(slot.group(1)));
      at = slot.end();
    }
    return made.append(chosen, at, chosen.length()).toString();
  }

  private String value(String name) {
    if (name.equals("num"))
      return String.valueOf(1 + random.nextInt(random.nextInt(4) == 0 ? 3000 : 60));
    if (name.equals("email")) return pick("noun") + "@" + pick("noun") + ".example";
    if (lists.containsKey(name)) {
      var list = lists.get(name);
      return expand(list.get(random.nextInt(list.size())));
    }
    return pick(name);
  }

  private String pick(String kind) {
    List<String> list = values.of(kind, "en");
    if (list.isEmpty()) list = values.of(kind);
    if (list.isEmpty()) throw new IllegalStateException("no list `" + kind + "`");
    return list.get(random.nextInt(list.size()));
  }
}
