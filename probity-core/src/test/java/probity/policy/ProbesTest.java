package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
