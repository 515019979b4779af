package probity.classify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What characters outside ASCII come to when only their looks count: compatibility forms by NFKC,
/// look-alikes by the table of UTS #39, decimal digits, dashes and spaces of every script as those
/// of ASCII, and nothing for what has no width, steers the direction, or sits on another letter.
///
/// Characters of more than [#WIDTH_MAX] others stay as they are, so that a text grows by a bounded
/// factor.
final class Confusables {
  static final int WIDTH_MAX = 4;

  /// The UTF-16 unit that every [#tag] begins with.
  static final char TAGS = '\udb40';

  /// Where characters stand that do not stay as they are: letters of Chinese, Korean, Yi, Tangut
  /// and of scripts out of use do.
  private static final int[][] RANGES = {
    {0x80, 0x3400},
    {0xa4d0, 0xac00},
    {0xf900, 0x12000},
    {0x13430, 0x13460},
    {0x16100, 0x16140},
    {0x16a00, 0x17000},
    {0x1aff0, 0x20000},
    {0xe0000, 0xe0200}
  };

  /// Not one character of the plane of most letters: ask [#FOLDS].
  private static final char OTHERWISE = 0;

  private static final Map<Integer, String> LETTERS = letters();
  private static final Map<Integer, String> FOLDS = new HashMap<>();

  /// What each UTF-16 unit comes to where that is one unit.
  private static final char[] UNITS = new char[0x10000];

  /// UTF-16 units that are, or begin, a character which does not stay as it is; the backslash too,
  /// since it may begin an escape.
  private static final BitSet ODD = new BitSet(0x10000);

  static {
    for (int c = 0; c < UNITS.length; c++) UNITS[c] = (char) c;
    ODD.set('\\');
    for (int[] range : RANGES) {
      for (int c = range[0]; c < range[1]; c++) {
        if (!Character.isDefined(c) && !ignorable(c)) continue;
        String folded = folded(c);
        if (folded.length() > WIDTH_MAX || folded.equals(Character.toString(c))) continue;
        FOLDS.put(c, folded);
        if (c < 0x10000) UNITS[c] = folded.length() == 1 ? folded.charAt(0) : OTHERWISE;
        ODD.set(c < 0x10000 ? c : Character.highSurrogate(c));
      }
    }
  }

  private Confusables() {}

  /// Makes the tables, which takes a tenth of a second, so that no exchange has to wait for them.
  static void load() {
    // The class makes them when it is first used.
  }

  /// Whether a UTF-16 unit is, or may begin, what a reader does not see as it is spelled.
  static boolean odd(char unit) {
    return ODD.get(unit);
  }

  /// Whether any unit of a text is [#odd].
  static boolean odd(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (odd(text.charAt(i))) return true;
    }
    return false;
  }

  /// Gives `sink` what a character comes to; the character itself where nothing is known of it.
  ///
  /// @param from where in the text it begins
  static void fold(int codePoint, int from, int to, Skeleton.Sink sink) {
    char unit = codePoint < UNITS.length ? UNITS[codePoint] : OTHERWISE;
    if (unit != OTHERWISE) {
      sink.put(unit, from, to);
      return;
    }
    String folded = FOLDS.get(codePoint);
    if (folded == null) folded = Character.toString(codePoint);
    for (int i = 0; i < folded.length(); i++) sink.put(folded.charAt(i), from, to);
  }

  /// Whether a character is a tag: one that shows nothing and spells one of ASCII.
  static boolean tag(int codePoint) {
    return codePoint >= 0xe0000 && codePoint < 0xe0080;
  }

  private static String folded(int c) {
    String alone = alone(c);
    if (alone != null) return alone;
    String compatible = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
    if (compatible.codePointCount(0, compatible.length()) == 1 && compatible.codePointAt(0) == c) {
      return compatible;
    }
    var out = new StringBuilder();
    compatible
        .codePoints()
        .forEach(part ->
            out.append(Objects.requireNonNullElseGet(alone(part), () -> Character.toString(part))));
    return out.toString();
  }

  /// What one character comes to by its category or the table; null where these do not tell.
  private static @Nullable String alone(int c) {
    if (c < 0x80) return Character.toString(c);
    if (ignorable(c)) return "";
    String letter = LETTERS.get(c);
    if (letter != null) return letter;
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER -> Integer.toString(Character.digit(c, 10));
      case Character.DASH_PUNCTUATION -> "-";
      case Character.SPACE_SEPARATOR -> " ";
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> "\n";
      default -> null;
    };
  }

  /// Format characters, marks that sit on others, selectors, tags and fillers.
  private static boolean ignorable(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      default -> tag(c) || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2065;
    };
  }

  private static Map<Integer, String> letters() {
    var letters = new HashMap<Integer, String>();
    try (InputStream in = Confusables.class.getResourceAsStream("confusables.txt");
        var lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line : lines.readAllLines()) {
        if (line.startsWith("# ")) continue;
        String[] words = line.split(" ", -1);
        for (int i = 1; i < words.length; i++) letters.put(Integer.valueOf(words[i], 16), words[0]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return letters;
  }
}
