package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.exchange.Bytes;
import probity.exchange.Place;
import probity.wire.Texts;

/// The rules against the texts of `detectors/<label>`: what must be found stands between `⟦` and
/// `⟧`. Secrets are made by makers such as `{hex:32}`, so that no file here holds one.
class RulesTest {
  private record Line(String rule, String text) {}

  private record Span(int start, int end) {}

  static List<String> labels() {
    return BuiltInRules.labels();
  }

  @ParameterizedTest
  @MethodSource("labels")
  void what_is_marked_is_found_and_by_its_rule(String label) {
    var detectors = Detectors.of(List.of(label));
    var wrong = new ArrayList<String>();
    for (Line line : lines(label, "found")) {
      int start = line.text.indexOf('⟦');
      int end = line.text.indexOf('⟧') - 1;
      String text = line.text.replace("⟦", "").replace("⟧", "");

      if (!spans(detectors, text).equals(List.of(new Span(start, end)))) {
        wrong.add(line.rule + ": " + text + " " + spans(detectors, text));
      }
      if (!alone(label, line.rule, text).contains(new Span(start, end))) {
        wrong.add(line.rule + " alone: " + text);
      }
    }

    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("labels")
  void what_only_looks_alike_is_passed(String label) {
    var detectors = Detectors.of(List.of(label));
    var wrong = new ArrayList<String>();
    for (Line line : lines(label, "passed")) {
      List<Span> spans = spans(detectors, line.text);
      if (!spans.isEmpty()) wrong.add(line.rule + ": " + line.text + " " + spans);
    }

    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("labels")
  void every_rule_has_two_lines_of_each_kind(String label) {
    Set<String> rules =
        BuiltInRules.read(BuiltInRules.labels()).stream()
            .filter(rule -> rule.kind().label().equals(label))
            .map(Rule::id)
            .collect(Collectors.toCollection(LinkedHashSet::new));

    for (String file : List.of("found", "passed")) {
      List<String> named = lines(label, file).stream().map(Line::rule).toList();
      var few = new ArrayList<String>();
      for (String rule : rules) {
        if (named.stream().filter(rule::equals).count() < 2) few.add(rule);
      }
      assertThat(few).as(file).isEmpty();
      assertThat(named).as(file).allMatch(name -> rules.contains(name) || name.equals("-"));
    }
  }

  private static List<Span> alone(String label, String id, String text) {
    List<Rule> rules =
        BuiltInRules.read(BuiltInRules.labels()).stream()
            .filter(rule -> rule.kind().label().equals(label) && rule.id().equals(id))
            .toList();
    var spans = new ArrayList<Span>();
    RuleSet.of(rules)
        .scanner(0)
        .read(
            Window.of(text),
            true,
            (kind, start, end, confidence) -> spans.add(new Span(start, end)));
    return spans;
  }

  private static List<Span> spans(Detectors detectors, String text) {
    Bytes body = Bytes.utf8(text);
    var places = List.of(new Place(Place.Kind.OTHER, "", 0, body.length()));
    return detectors.inspect(new Texts(body, places, Texts.Spelling.PLAIN)).stream()
        .map(finding -> new Span(finding.start(), finding.end()))
        .toList();
  }

  private static List<Line> lines(String label, String file) {
    String name = "/detectors/" + label + "/" + file + ".txt";
    try (InputStream in = RulesTest.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException("`" + name + "` is missing");
      var random = new Random(label.hashCode());
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line(line, random))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(String line, Random random) {
    int tab = line.indexOf('\t');
    return new Line(line.substring(0, tab), Makers.expand(line.substring(tab + 1), random));
  }
}
