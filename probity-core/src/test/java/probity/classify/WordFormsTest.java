package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.wire.PlainText;

class WordFormsTest {
  private static final String ZARYA =
      "\u043f\u0440\u043e\u0435\u043a\u0442 \u0417\u0430\u0440\u044f";

  /// A word, and a text of which all between the first and last space is to be found.
  @ParameterizedTest
  @CsvSource({
    "Projekt M\u00fcller, an Projekt Mu\u0308ller ab",
    "Projekt M\u00fcller, an PROJEKT MU\u0308LLER ab",
    "Projekt Mu\u0308ller, an projekt m\u00fcller ab",
    "Projekt Mu\u0308ller, an Projekt Mu\u0308ller ab",
    "Projekt M\u00fcller, an Projekt M\u00fcl\u200bler ab",
    "Caf\u00e9, the CAFE\u0301 there",
    ZARYA + ", see " + ZARYA + " there",
    ZARYA + ", see \u043f\u0440\u043e\u0435\u043a\u0442 \u0417\u0430\u0440\u00ad\u044f there",
    ZARYA + ", see \u043f\u0440\u043e\u0435\u200b\u043a\u0442 \u0417\u0430\u0440\u044f there",
    ZARYA + ", see \u043f\u0440\u043e\u0435\u043a\u0442 \u0417a\u0440\u044f there",
    ZARYA + ", see \u041f\u0420\u041eEKT \u0417A\u0420\u042f there",
    ZARYA + ", see \u041f\u0420\u041e\u0415\u041a\u0422 \u0417\u0410\u0420\u042f there",
    "\u03c3\u03bf\u03c6\u03bf\u03c2, the \u03a3\u039f\u03a6\u039f\u03a3 there",
    "\u03a3\u039f\u03a6\u039f\u03a3, the \u03c3\u03bf\u03c6\u03bf\u03c2 there",
    "\u03a3\u039f\u03a6\u039f\u03a3, the \u03c3\u03bf\u03c6\u03bf\u03c3 there",
    "Stra\u00dfe, in STRASSE da",
    "Stra\u00dfe, in STRA\u1e9eE da",
    "Stra\u00dfe, in Stra\u00dfe da",
    "STRASSE, in Stra\u00dfe da",
    "Strasse, in stra\u00dfe da",
    "Flussschiff, ein Flu\u00dfschiff da",
    "\u0939\u093f\u0928\u094d\u0926\u0940, in \u0939\u093f\u0928\u094d\u0926\u0940 there"
  })
  void a_word_is_found_as_it_is_usually_spelled(String word, String text) {
    finds(label(List.of(word), List.of()), text);
  }

  @ParameterizedTest
  @CsvSource({
    "M\u00fcller, an Mu\u0308ller ab",
    "Mu\u0308ller, an M\u00fcller ab",
    ZARYA + ", see \u043f\u0440\u043e\u0435\u043a\u0442 \u0417\u0430\u0440\u00ad\u044f there",
    ZARYA + ", see \u043f\u0440\u043e\u0435\u043a\u0442 \u0417a\u0440\u044f there",
    "Stra\u00dfe, in Stra\u00dfe da"
  })
  void an_exact_word_is_found_in_its_case_however_it_is_made(String word, String text) {
    finds(label(List.of(), List.of(word)), text);
  }

  @Test
  void other_words_are_passed() {
    var words = label(List.of("M\u00fcller", "Caf\u00e9", "Mu"), List.of());
    for (String text : List.of("Muller", "Mu\u0308ll", "Mu\u0308llers", "Cafe\u0301s", "Cafe")) {
      assertThat(detectors(words).inspect(PlainText.texts(text))).as(text).isEmpty();
    }
    var exact = label(List.of(), List.of("M\u00fcller", ZARYA, "Stra\u00dfe"));
    for (String text : List.of("MU\u0308LLER", "m\u00fcller", "STRASSE", "Strasse")) {
      assertThat(detectors(exact).inspect(PlainText.texts(text))).as(text).isEmpty();
    }
  }

  /// What `docs/bundle.md` says of words that look like others.
  @Test
  void what_a_word_looks_like_is_found() {
    finds(label(List.of("\u0441\u043e\u0440"), List.of()), "a cop there");
    finds(label(List.of("\u0e02\u0e49\u0e32\u0e27"), List.of()), "a \u0e02\u0e32\u0e27 there");
  }

  @Test
  void a_word_that_must_stand_before_may_be_spelled_otherwise() {
    var label =
        new OwnLabel(
            "business.words",
            1,
            List.of(),
            List.of(),
            List.of("\\d{4}"),
            List.of("Stra\u00dfe", "M\u00fcller"),
            90);

    for (String text : List.of("STRASSE 4711", "Mu\u0308ller: 4711")) {
      assertThat(detectors(label).inspect(PlainText.texts(text))).as(text).hasSize(1);
    }
  }

  /// In a whole text, and in two pieces wherever they end.
  private static void finds(OwnLabel label, String text) {
    int start = text.indexOf(' ') + 1;
    int end = text.lastIndexOf(' ');

    assertThat(detectors(label).inspect(PlainText.texts(text)))
        .singleElement()
        .satisfies(found ->
            assertThat(text.substring(found.start(), found.end()))
                .isEqualTo(text.substring(start, end)));
    for (int split = 0; split <= text.length(); split++) {
      var hold = new HoldBack(detectors(label).all(), 1000);
      hold.feed(text.substring(0, split));
      int clear = hold.clear();
      hold.feed(text.substring(split));
      hold.end();
      assertThat(hold.hits())
          .singleElement()
          .satisfies(
              hit -> assertThat(List.of(hit.start(), hit.end())).containsExactly(start, end));
      assertThat(split > start && split < end ? clear : start).isLessThanOrEqualTo(start);
    }
  }

  private static OwnLabel label(List<String> words, List<String> exact) {
    return new OwnLabel("business.words", 1, words, exact, List.of(), List.of(), 90);
  }

  private static Detectors detectors(OwnLabel label) {
    return Detectors.of(
        List.of("business.words"), PhoneRegions.UNDECLARED, OwnLabels.of(List.of(label)));
  }
}
