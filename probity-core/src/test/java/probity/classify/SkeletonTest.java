package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.wire.Seeds;

class SkeletonTest {
  /// Texts are written with `<hex>` for a character by its number.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain text, nothing else | plain text, nothing else
          <fb01>ne <ff21><ff20> <2460> <1f130> <210c> <bd> | fine A@ 1 A H 1/2
          <0430><0410><03bf><0456><0406><04cf> | aAoiIi
          <0661><06f2><0967><1d7d2><1fbf5> | 12145
          a<200b>b<200d>c<2060>d<feff>e<ad>f<202e>g<2066>h<fe0f>i<e0101>j<301>k<115f>l | abcdefghijkl
          4<2010>1<2011>1<2212>1<2003>2<202f>3<3000>4<2028>5 | `4-1-1-1 2 3 4\n5`
          Gr<f6><df>e und <e9>t<e9> | Gr<f6><df>e und <e9>t<e9>
          e<301> | e
          <fdfa> | <fdfa>
          \\u0040\\u003D\\uff21\\u0430 | @=Aa
          \\\\u0040 \\\\\\\\u0040 | @ @
          a\\nb\\tc\\"d\\/e | `a\nb\nc"d/e`
          C:\\dir \\\\x \\u00g0 \\u12 \\ | C:\\dir \\x \\u00g0 \\u12 \\
          \\ud835\\udfcf \\ud835x | 1 <d835>x
          <e0041><e0062>x | x
          """)
  void looks_as_a_reader_sees_it(String text, String looks) {
    assertThat(of(spelled(text), false)).isEqualTo(spelled(looks).replace("\\n", "\n"));
  }

  @Test
  void tags_spell_what_they_stand_for() {
    assertThat(of(spelled("<e0001><e0041>b<e0063>\\udb40\\udc64<e007f>"), true)).isEqualTo("Abcd");
  }

  @Test
  void many_backslashes_are_one() {
    assertThat(of("\\".repeat(33) + "u0040", false)).isEqualTo("\\u0040");
    assertThat(of("\\".repeat(32) + "u0040", false)).isEqualTo("@");
  }

  @Test
  void every_character_stands_for_a_part_of_the_text_and_pieces_change_nothing() {
    Seeds.check(
        2000,
        random -> {
          var text = new StringBuilder();
          for (int i = 0; i < 3; i++) {
            Disguise disguise = Disguise.any(random);
            text.append(Morsels.text(random)).append(disguise.all(Morsels.text(random)));
          }
          boolean tags = random.nextBoolean();
          List<String> whole = parts(List.of(text.toString()), tags);
          var units = text.chars().mapToObj(c -> Character.toString((char) c)).toList();

          assertThat(parts(Morsels.pieces(text.toString(), random), tags)).isEqualTo(whole);
          assertThat(parts(units, tags)).isEqualTo(whole);
        });
  }

  /// The law of the table: what is outside its ranges stays, what comes out is bounded, and what
  /// comes out comes to itself.
  @Test
  void every_character_is_in_the_table_that_does_not_stay() {
    for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
      if (!Character.isDefined(c) || Character.getType(c) == Character.SURROGATE) continue;
      String text = Character.toString(c);
      String looks = of(text, false);
      assertThat(looks.length()).isLessThanOrEqualTo(Confusables.WIDTH_MAX);
      if (looks.equals(text)) {
        String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC);
        assertThat(
                compatible.equals(text) || compatible.length() > Confusables.WIDTH_MAX || wide(c))
            .as("U+%04X", c)
            .isTrue();
        assertThat(Character.getType(c))
            .as("U+%04X", c)
            .isNotIn(
                (int) Character.FORMAT,
                (int) Character.DECIMAL_DIGIT_NUMBER,
                (int) Character.SPACE_SEPARATOR,
                (int) Character.DASH_PUNCTUATION);
      } else {
        assertThat(Confusables.odd(text.charAt(0))).as("U+%04X", c).isTrue();
        assertThat(of(looks, false)).as("U+%04X", c).isEqualTo(looks);
      }
    }
  }

  /// Compatibility ideographs, which no detector reads.
  private static boolean wide(int c) {
    return Character.isIdeographic(c);
  }

  private static String of(String text, boolean tags) {
    var out = new StringBuilder();
    read(List.of(text), new Skeleton(tags, 0, (c, _, _) -> out.append(c)));
    return out.toString();
  }

  private static List<String> parts(List<String> pieces, boolean tags) {
    var parts = new ArrayList<String>();
    var until = new int[1];
    var skeleton =
        new Skeleton(
            tags,
            0,
            (c, from, to) -> {
              assertThat(from).isLessThan(to);
              assertThat(to).isGreaterThanOrEqualTo(until[0]);
              until[0] = to;
              parts.add((int) c + " " + from + "-" + to);
            });
    read(pieces, skeleton);
    return parts;
  }

  private static void read(List<String> pieces, Skeleton skeleton) {
    for (String piece : pieces) skeleton.read(piece, 0, piece.length());
    skeleton.end();
  }

  private static String spelled(String text) {
    var out = new StringBuilder();
    int at = 0;
    for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', at)) {
      int close = text.indexOf('>', open);
      out.append(text, at, open);
      out.appendCodePoint(Integer.parseInt(text.substring(open + 1, close), 16));
      at = close + 1;
    }
    return out.append(text.substring(at)).toString();
  }
}
