package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import probity.classify.Model;
import probity.classify.ModelFailed;
import probity.classify.Scoring;
import probity.exchange.Bytes;
import probity.exchange.Place;
import probity.gateway.RememberedModel;
import probity.wire.Texts;

class RememberedModelTest {
  private static final List<String> LABELS = List.of("personal.person");

  private final Counting model = new Counting();
  private final RememberedModel remembered = new RememberedModel(model, 2);

  /// Finds its first character in every text, reads as many characters as it may take pieces.
  private static final class Counting implements Model {
    private int asked;
    private boolean broken;

    @Override
    public String id() {
      return "counting@1";
    }

    @Override
    public SortedSet<String> labels() {
      return new TreeSet<>(LABELS);
    }

    @Override
    public Reading read(String text, Origin origin, int pieces) {
      asked++;
      if (broken) throw new ModelFailed("broken on purpose");
      int scored = Math.min(pieces, text.length());
      return new Reading(List.of(new Scored("personal.person", 0, 1, 90)), scored, scored);
    }
  }

  @Test
  void a_text_is_asked_about_once_and_then_costs_nothing() {
    Model.Reading first = remembered.read("abc", Model.Origin.USER, 3);
    Model.Reading again = remembered.read("abc", Model.Origin.USER, 0);

    assertThat(first.pieces()).isEqualTo(3);
    assertThat(again.found()).isEqualTo(first.found());
    assertThat(again.complete("abc")).isTrue();
    assertThat(again.pieces()).isZero();
    assertThat(model.asked).isEqualTo(1);
  }

  @Test
  void what_was_not_scored_to_its_end_is_asked_again_and_so_is_another_origin() {
    remembered.read("abc", Model.Origin.USER, 2);
    remembered.read("abc", Model.Origin.USER, 3);
    remembered.read("abc", Model.Origin.TOOL, 3);

    assertThat(model.asked).isEqualTo(3);
  }

  @Test
  void the_text_that_was_asked_for_least_recently_is_forgotten() {
    for (String text : List.of("a", "b", "a", "c", "a", "b")) {
      remembered.read(text, Model.Origin.USER, 1);
    }

    assertThat(model.asked).isEqualTo(4);
  }

  @Test
  void a_model_that_fails_has_scanned_nothing_and_is_logged_when_that_begins() {
    model.broken = true;
    Bytes body = Bytes.utf8("\"ab\"");
    var texts = Texts.json(body, List.of(new Place(Place.Kind.USER, "", 1, 3)));

    try (var said = new Said(RememberedModel.class)) {
      for (int i = 0; i < 3; i++) {
        var scores =
            new Scoring(List.of(new Scoring.Part(remembered, 5, true))).score(texts, LABELS);

        assertThat(scores.findings()).isEmpty();
        assertThat(scores.unscanned()).isEqualTo(1);
      }

      assertThat(said.lines()).singleElement().asString().contains("model `counting@1` fails");
    }
  }
}
