package probity.conformance;

import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// How a secret is written.
enum Spelling {
  PLAIN,
  /// Every character as an escape of JSON.
  ESCAPED,
  /// Every character as an escape of the JSON that stands inside a string, as arguments do.
  INNER_ESCAPED,
  /// A character without width between every two.
  ZERO_WIDTH,
  FULL_WIDTH,
  /// Letters of Cyrillic that look the same.
  HOMOGLYPHS,
  /// The tag characters of Unicode, which are not seen.
  TAGS;

  /// Those that are tried; what a matcher does not undo yet is left out.
  static final Set<Spelling> TRIED = EnumSet.allOf(Spelling.class);

  private static final String LATIN = "aceopxyABCEHKMOPTX";
  private static final String CYRILLIC = "асеорхуАВСЕНКМОРТХ";
  private static final int TAG = 0xe0000;
  private static final String ZERO = "\u200b";

  /// Whether it says other characters, and not the same ones in another way.
  boolean disguises() {
    return this != PLAIN && this != ESCAPED && this != INNER_ESCAPED;
  }

  /// Whether it is tried with a secret: all with an address and a key, the others as they are, and
  /// in escapes.
  boolean fits(Secret secret) {
    return !disguises() || secret == Secret.EMAIL || secret == Secret.KEY;
  }

  /// Whether a case is tried over sockets, too.
  boolean overSockets(Secret secret) {
    return this == PLAIN || (!disguises() && (secret == Secret.EMAIL || secret == Secret.KEY));
  }

  /// Whether it can stand in a place.
  boolean fits(Template.Context context) {
    return switch (this) {
      case PLAIN -> true;
      case ESCAPED -> context != Template.Context.LINE;
      case INNER_ESCAPED -> context == Template.Context.INNER;
      case ZERO_WIDTH, FULL_WIDTH, HOMOGLYPHS, TAGS -> context != Template.Context.LINE;
    };
  }

  /// The text as a reader of the decoded JSON gets it.
  String disguise(String text) {
    return switch (this) {
      case PLAIN, ESCAPED, INNER_ESCAPED -> text;
      case ZERO_WIDTH -> text.replaceAll("(?<=[^\n])(?=[^\n])", ZERO);
      case FULL_WIDTH -> each(text, c -> c > ' ' && c < 0x7f ? c + 0xfee0 : c);
      case HOMOGLYPHS -> each(text, c -> swapped(c, LATIN, CYRILLIC));
      case TAGS -> each(text, c -> c > ' ' && c < 0x7f ? c + TAG : c);
    };
  }

  /// What somebody makes of a text who knows the disguise.
  String undo(String text) {
    return switch (this) {
      case PLAIN, ESCAPED, INNER_ESCAPED -> text;
      case ZERO_WIDTH -> text.replace(ZERO, "");
      case FULL_WIDTH -> Normalizer.normalize(text, Normalizer.Form.NFKC);
      case HOMOGLYPHS -> each(text, c -> swapped(c, CYRILLIC, LATIN));
      case TAGS -> each(text, c -> c > TAG && c < TAG + 0x7f ? c - TAG : c);
    };
  }

  /// A text as it stands in a place of a body.
  String written(String text, Template.Context context) {
    return switch (context) {
      case LINE -> text;
      case JSON -> this == ESCAPED ? escapes(text) : Json.inside(text);
      case INNER ->
          switch (this) {
            case ESCAPED -> escapes(Json.inside(text));
            case INNER_ESCAPED -> Json.inside(escapes(text));
            default -> Json.inside(Json.inside(text));
          };
    };
  }

  private static String escapes(String text) {
    return text.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining());
  }

  private interface Change {
    int of(int codePoint);
  }

  private static String each(String text, Change change) {
    var out = new StringBuilder();
    text.codePoints().forEach(c -> out.appendCodePoint(change.of(c)));
    return out.toString();
  }

  private static int swapped(int c, String from, String to) {
    int at = from.indexOf(c);
    return at < 0 ? c : to.charAt(at);
  }
}
