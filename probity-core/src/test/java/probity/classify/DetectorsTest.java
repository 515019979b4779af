package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.wire.Splice;
import probity.wire.Texts;

class DetectorsTest {
  private static final Detectors ALL = Detectors.of(Detectors.known());

  /// Each row: a text, and the same text as it must look with everything masked. `{n}` stands for
  /// `n` digits and letters, so that no row is mistaken for a real key.
  @ParameterizedTest
  @CsvFileSource(resources = "/classify/texts.csv", delimiter = '|', maxCharsPerColumn = 8192)
  void exactly_what_is_there_is_found(String text, String masked) {
    String filled = filled(text);

    assertThat(masked(filled)).isEqualTo(filled(masked));
  }

  @Test
  void a_text_spelled_with_escapes_is_found_too() {
    String body =
        "\"mail bob\\u0040x.com or \\u0034111\\/1, card 4111\\u00a01111 1111\\u00201111\"";

    assertThat(maskedJson(body))
        .isEqualTo(
            "\"mail [redacted:personal.email] or \\u0034111\\/1, card [redacted:payment.card]\"");
  }

  @Test
  void a_key_block_with_escaped_line_ends_is_found_to_its_end() {
    String body = "\"a " + Secret.pem(2).replace("\n", "\\n") + " b\"";

    assertThat(maskedJson(body)).isEqualTo("\"a [redacted:credential.private-key] b\"");
  }

  @Test
  void only_the_labels_asked_for_are_found() {
    var detectors = Detectors.of(List.of("payment.card"));

    List<Finding> findings = detectors.inspect(plain("a@b.com 4111111111111111"));

    assertThat(findings)
        .containsExactly(new Finding("payment.card", 0, 8, 24, "payment.card@2", 95));
    assertThat(detectors.versions()).containsExactly("payment.card@2");
  }

  @Test
  void an_unknown_label_is_refused_with_those_that_are_known() {
    assertThatThrownBy(() -> Detectors.of(List.of("personal.name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`personal.name`")
        .hasMessageContaining("personal.email");
  }

  private static String masked(String text) {
    Texts texts = plain(text);
    return Splice.apply(texts, ALL.inspect(texts)).utf8();
  }

  private static String maskedJson(String string) {
    Bytes body = Bytes.utf8(string);
    var places = List.of(new Place(Place.Kind.USER, "", 1, body.length() - 1));
    return Splice.apply(body, places, ALL.inspect(body, places)).utf8();
  }

  private static Texts plain(String text) {
    Bytes body = Bytes.utf8(text);
    return new Texts(
        body, List.of(new Place(Place.Kind.OTHER, "", 0, body.length())), Texts.Spelling.PLAIN);
  }

  private static String filled(String text) {
    var out = new StringBuilder();
    int at = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
      int close = text.indexOf('}', open);
      int count = Integer.parseInt(text.substring(open + 1, close));
      out.append(text, at, open).append("aB3dE6gH9k".repeat(count / 10 + 1), 0, count);
      at = close + 1;
    }
    return out.append(text.substring(at)).toString();
  }
}
