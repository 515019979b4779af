package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.wire.Seeds;

class RuleSetTest {
  private static final String LETTERS = "aaabbc1- _";

  private record Spec(String label, String match, List<String> after, int within, int confidence) {
    Map<String, Object> yaml(int number) {
      return Map.of(
          "id",
          "rule-" + number,
          "match",
          match,
          "after",
          after,
          "within",
          within,
          "confidence",
          confidence);
    }
  }

  private record Found(String label, int start, int end, int confidence) {}

  /// What one pass finds is what each pattern finds alone, tried at each place of the text.
  @Test
  void all_rules_at_once_find_what_each_finds_alone() {
    Seeds.check(
        3000,
        random -> {
          List<Spec> specs = specs(random);
          String text = text(random, 1 + random.nextInt(60));

          List<Found> found = found(set(specs), List.of(text));

          assertThat(found).as("%s in `%s`", specs, text).isEqualTo(expected(specs, text));
        });
  }

  @Test
  void pieces_find_what_the_whole_finds() {
    Seeds.check(
        2000,
        random -> {
          RuleSet rules = set(specs(random));
          String text = text(random, 1 + random.nextInt(60));
          var pieces = new ArrayList<String>();
          for (int at = 0; at < text.length(); ) {
            int to = Math.min(text.length(), at + 1 + random.nextInt(5));
            pieces.add(text.substring(at, to));
            at = to;
          }

          assertThat(found(rules, pieces)).isEqualTo(found(rules, List.of(text)));
        });
  }

  @Test
  void a_candidate_that_another_joined_is_found_where_the_other_fails_its_check() {
    var rule =
        new RuleReader(_ -> value -> !value.toString().contains("example"))
            .read(
                Map.of(
                    "label",
                    "a.b",
                    "version",
                    1,
                    "rules",
                    List.of(
                        Map.of(
                            "id",
                            "r",
                            "match",
                            "sk-[a-z0-9-]{8,}",
                            "confidence",
                            90,
                            "checks",
                            List.of("real")))));

    assertThat(found(RuleSet.of(rule), List.of("sk-example-sk-abcd1234")))
        .containsExactly(new Found("a.b", 11, 22, 90));
    assertThat(found(RuleSet.of(rule), List.of("sk-example-".repeat(40) + "sk-abcd1234")))
        .containsExactly(new Found("a.b", 440, 451, 90));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [a-z        | a class without its `]`, at character 5
          (ab         | a group without its `)`, at character 4
          ab)         | a closing bracket without an opening one, at character 3
          a{3,2}      | a count whose end is below its beginning, at character 6
          a{201}      | a count above 200, at character 6
          a.b         | `.`, which needs a `\\` before it, at character 2
          \\w         | `\\w`, which is not read, at character 3
          a*          | matches nothing
          [a-]+x{2,}  |
          """)
  void a_pattern_that_cannot_be_read_is_refused_with_the_place(String pattern, String why) {
    var builder = new AutomatonBuilder(1000);
    if (why == null) {
      builder.add(PatternSyntax.read(pattern), 1, true);
      assertThat(builder.build().states()).isLessThan(10);
      return;
    }
    assertThatThrownBy(() -> builder.add(PatternSyntax.read(pattern), 1, true))
        .hasMessageContaining(why);
  }

  @Test
  void rules_that_need_too_many_states_are_refused_by_name() {
    var specs = List.of(new Spec("a.b", "x[a-z]+y[a-z]{30}", List.of(), 40, 60));

    assertThatThrownBy(() -> set(specs))
        .hasMessageContaining("rule `rule-0`: patterns that need more than");
  }

  /// A text made so that as many candidates as can be live at once.
  @Test
  void the_work_on_a_hostile_text_grows_with_its_length_alone() {
    RuleSet rules = set(List.of(new Spec("a.b", "a-[a-z-]{20,}1", List.of(), 40, 60)));
    var scanner = (RuleScanner) rules.scanner(0);
    var window = Window.of("a-".repeat(50_000));

    scanner.read(window, false, (_, _, _, _) -> {});

    assertThat(scanner.live()).isLessThan(30);
  }

  private static RuleSet set(List<Spec> specs) {
    var rules = new ArrayList<Rule>();
    var reader = new RuleReader(_ -> _ -> true);
    for (int i = 0; i < specs.size(); i++) {
      rules.addAll(
          reader.read(
              Map.of(
                  "label",
                  specs.get(i).label,
                  "version",
                  1,
                  "rules",
                  List.of(specs.get(i).yaml(i)))));
    }
    return RuleSet.of(rules);
  }

  private static List<Found> found(RuleSet rules, List<String> pieces) {
    var found = new ArrayList<Found>();
    Scanner scanner = rules.scanner(0);
    var window = new Window();
    for (int i = 0; i < pieces.size(); i++) {
      window.append(pieces.get(i), 0, pieces.get(i).length());
      scanner.read(
          window,
          i == pieces.size() - 1,
          (kind, start, end, confidence) ->
              found.add(new Found(kind.label(), start, end, confidence)));
      window.forget(scanner.needs());
    }
    assertThat(found).isSortedAccordingTo(Comparator.comparingInt(Found::start));
    return sorted(found);
  }

  private static List<Found> sorted(List<Found> found) {
    found.sort(Comparator.comparingInt(Found::start).thenComparing(Found::label));
    return found;
  }

  private static List<Found> expected(List<Spec> specs, String text) {
    var all = new ArrayList<Found>();
    for (String label : specs.stream().map(Spec::label).distinct().toList()) {
      int covered = 0;
      for (int start = 0; start < text.length(); start++) {
        Found best = null;
        for (Spec spec : specs) {
          if (!spec.label.equals(label)) continue;
          int end = end(spec, text, start);
          boolean better =
              end > 0
                  && (best == null
                      || end > best.end
                      || (end == best.end && spec.confidence > best.confidence));
          if (better) best = new Found(label, start, end, spec.confidence);
        }
        if (best == null || best.end <= covered) continue;
        covered = best.end;
        all.add(best);
      }
    }
    return sorted(all);
  }

  private static int end(Spec spec, String text, int start) {
    if (inWord(text, start) || !context(spec, text, start)) return -1;
    Matcher matcher = Pattern.compile(spec.match).matcher(text);
    for (int end = text.length(); end > start; end--) {
      if (!inWord(text, end) && matcher.region(start, end).matches()) return end;
    }
    return -1;
  }

  private static boolean context(Spec spec, String text, int start) {
    if (spec.after.isEmpty()) return true;
    for (String word : spec.after) {
      String pattern = Pattern.quote(word).replace(" ", "\\E[ _-]?\\Q");
      Matcher matcher = Pattern.compile("(?i)" + pattern).matcher(text);
      for (int from = 0; from < start; from++) {
        for (int end = Math.max(from + 1, start - spec.within); end <= start; end++) {
          if (!inWord(text, from) && matcher.region(from, end).matches()) return true;
        }
      }
    }
    return false;
  }

  private static boolean inWord(String text, int at) {
    return at > 0
        && at < text.length()
        && Ascii.word(text.charAt(at - 1))
        && Ascii.word(text.charAt(at));
  }

  private static List<Spec> specs(Random random) {
    var specs = new ArrayList<Spec>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      List<String> after =
          switch (random.nextInt(4)) {
            case 0 -> List.of("ab");
            case 1 -> List.of("a b", "C1");
            default -> List.of();
          };
      specs.add(
          new Spec(
              "l." + (char) ('a' + random.nextInt(3)),
              pattern(random, 2),
              after,
              1 + random.nextInt(12),
              50 + random.nextInt(50)));
    }
    return specs;
  }

  /// A pattern that matches at least one character.
  private static String pattern(Random random, int depth) {
    var pattern = new StringBuilder(atom(random));
    for (int i = random.nextInt(4); i > 0; i--) {
      boolean group = depth > 0 && random.nextInt(3) == 0;
      // Of groups only few: counts in counts need too many states.
      String[] counts = {"", "", "?", "*", "+", "{2}", "{1,3}", "{2,}"};
      pattern
          .append(group ? group(random, depth) : atom(random))
          .append(counts[random.nextInt(group ? 4 : counts.length)]);
    }
    return pattern.toString();
  }

  private static String group(Random random, int depth) {
    return "(" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
  }

  private static String atom(Random random) {
    String[] atoms = {"a", "b", "c", "1", "-", " ", "_", "[ab]", "[a-c1]", "\\d", "[ac_-]"};
    return atoms[random.nextInt(atoms.length)];
  }

  private static String text(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    return text.toString().toLowerCase(Locale.ROOT);
  }
}
