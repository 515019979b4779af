package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.Facts;
import probity.exchange.Place;

class ProbesTest {
  private static final Place SYSTEM = new Place(Place.Kind.SYSTEM, "/messages/0/content", 0, 1);
  private static final Place USER = new Place(Place.Kind.USER, "/messages/1/content", 2, 3);
  private static final Place LATER = new Place(Place.Kind.USER, "/messages/2/content", 4, 5);

  private final Bundle bundle =
      bundle(
          """
            - {id: project, on: request, places: [user], contains: [Falcon, kestrel]}
            - {id: ticket, on: request, places: [user, system], matches: '\\bT-[0-9]{4}\\b'}
            - {id: path, on: tool, places: [tool_arguments], contains: ['..']}
          """);
  private final List<Place> asked = new ArrayList<>();

  private Map<String, Boolean> probes(Map<Place, String> texts) {
    return bundle.probes(
        Facts.Phase.REQUEST,
        List.of(SYSTEM, USER, LATER),
        place -> {
          asked.add(place);
          return texts.getOrDefault(place, "");
        });
  }

  @Test
  void each_probe_of_the_phase_gets_an_answer() {
    var answers = probes(Map.of(USER, "nothing"));

    assertThat(answers).isEqualTo(Map.of("project", false, "ticket", false));
  }

  @Test
  void words_are_found_in_any_case_and_patterns_anywhere() {
    var answers = probes(Map.of(LATER, "about KESTREL, see T-1234."));

    assertThat(answers).isEqualTo(Map.of("project", true, "ticket", true));
  }

  /// Full width, look-alikes, no width, tags, escapes; patterns see what is spelled.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uff26\uff21\uff2c\uff23\uff2f\uff2e T\u200b-1234",
        "F\u0430lc\u043en \uff34-1234",
        "fal\u200bc\u00adon",
        "\\u0066alcon",
        "\udb40\udc66\udb40\udc61\udb40\udc6c\udb40\udc63\udb40\udc6f\udb40\udc6e"
      })
  void words_are_found_as_they_look_and_patterns_as_they_are_spelled(String text) {
    assertThat(probes(Map.of(USER, text))).isEqualTo(Map.of("project", true, "ticket", false));
  }

  @Test
  void words_that_are_signs_alone_are_found_as_they_are_spelled() {
    var place = new Place(Place.Kind.TOOL_ARGUMENTS, "/arguments", 0, 1);

    var answers =
        List.of("and so on \u2026", "a/../b").stream()
            .map(text -> bundle.probes(Facts.Phase.TOOL, List.of(place), _ -> text).get("path"));

    assertThat(answers).containsExactly(false, true);
  }

  @Test
  void a_probe_looks_into_its_own_places_alone() {
    var answers = probes(Map.of(SYSTEM, "falcon T-1234"));

    assertThat(answers).isEqualTo(Map.of("project", false, "ticket", true));
  }

  @Test
  void no_text_is_decoded_after_the_last_open_question() {
    probes(Map.of(USER, "falcon T-1234"));

    assertThat(asked).containsExactly(SYSTEM, USER);
  }

  private static Bundle bundle(String probes) {
    var ground =
        Folders.files(Folders.CASES.resolve("ground")).stream()
            .map(file ->
                file.path().equals("bundle.yaml")
                    ? new BundleFile(
                        file.path(),
                        file.text()
                            .replaceAll(
                                "probes:\n.*\n",
                                "probes:\n" + java.util.regex.Matcher.quoteReplacement(probes)))
                    : file);
    return Folders.loaded(ground.toList());
  }
}
