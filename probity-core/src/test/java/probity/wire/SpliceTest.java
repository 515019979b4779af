package probity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Place;

class SpliceTest {
  @Test
  void without_findings_the_body_is_the_same_object() {
    Bytes body = Bytes.utf8("\"abc\"");

    assertThat(Splice.apply(body, List.of(place(body)), List.of())).isSameAs(body);
  }

  @Test
  void escapes_and_wide_characters_before_a_finding_do_not_move_it() {
    Bytes body =
        Bytes.utf8("\"\\n\\u00e9\u00e9\u20ac\ud83d\ude00\\ud83d\\ude00\\\"bob\\u0040x end\"");
    String text = Texts.text(body, place(body));
    int start = text.indexOf("bob@x");

    Bytes masked =
        Splice.apply(body, List.of(place(body)), List.of(finding("l", 0, start, start + 5)));

    assertThat(masked.utf8())
        .isEqualTo("\"\\n\\u00e9\u00e9\u20ac\ud83d\ude00\\ud83d\\ude00\\\"[redacted:l] end\"");
  }

  @Test
  void a_pair_is_masked_whole() {
    Bytes raw = Bytes.utf8("\"a\ud83d\ude00b\"");
    Bytes escaped = Bytes.utf8("\"a\\ud83d\\ude00b\"");

    for (Bytes body : List.of(raw, escaped)) {
      for (int[] range : new int[][] {{1, 2}, {2, 3}, {1, 3}}) {
        Bytes masked =
            Splice.apply(body, List.of(place(body)), List.of(finding("l", 0, range[0], range[1])));
        assertThat(masked.utf8()).isEqualTo("\"a[redacted:l]b\"");
      }
    }
  }

  @Test
  void findings_that_overlap_share_the_mask_of_the_first_and_longest() {
    Bytes body = Bytes.utf8("\"0123456789\"");

    Bytes masked =
        Splice.apply(
            body,
            List.of(place(body)),
            List.of(
                finding("c", 0, 3, 6),
                finding("a", 0, 2, 4),
                finding("b", 0, 2, 5),
                finding("d", 0, 6, 7),
                finding("e", 0, 9, 10)));

    assertThat(masked.utf8()).isEqualTo("\"01[redacted:b][redacted:d]78[redacted:e]\"");
  }

  @Test
  void only_the_findings_change() {
    Seeds.check(
        2000,
        random -> {
          String text = text(random);
          Bytes body = Bytes.utf8("[" + spelled(text, random) + ",\"" + text.length() + "\"]");
          var places = ((Answer.Read) JsonBody.read(body, Set.of())).places();
          int end =
              text.offsetByCodePoints(0, 1 + random.nextInt(text.codePointCount(0, text.length())));
          int start = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, end)));

          Bytes masked = Splice.apply(body, places, List.of(finding("l", 0, start, end)));

          var after = ((Answer.Read) JsonBody.read(masked, Set.of())).places();
          assertThat(Texts.text(body, places.getFirst())).isEqualTo(text);
          assertThat(Texts.text(masked, after.getFirst()))
              .isEqualTo(text.substring(0, start) + "[redacted:l]" + text.substring(end));
          assertThat(Texts.text(masked, after.get(1))).isEqualTo("" + text.length());
        });
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(
          List.of(0x61, 0x22, 0x5c, 0x2f, 0x0a, 0xe9, 0x20ac, 0x1f600, 0x0, 0x7f)
              .get(random.nextInt(10)));
    }
    return text.toString();
  }

  /// As JSON, each character in one of the ways that spell it.
  private static String spelled(String text, Random random) {
    var out = new StringBuilder("\"");
    text.codePoints()
        .forEach(code -> {
          if (code < 0x20 || code == '"' || code == '\\' || random.nextBoolean()) {
            for (char unit : Character.toChars(code)) {
              out.append(String.format("\\u%04X", (int) unit));
            }
          } else {
            out.appendCodePoint(code);
          }
        });
    return out.append('"').toString();
  }

  private static Finding finding(String label, int place, int start, int end) {
    return new Finding(label, place, start, end, label + "@1", 90);
  }

  private static Place place(Bytes string) {
    return new Place(Place.Kind.OTHER, "", 1, string.length() - 1);
  }
}
