package probity.server.source;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of an HTML page: without tags, comments, scripts and styles, its entities spelled out.
final class HtmlText {
  private static final Pattern UNSEEN =
      Pattern.compile(
          "<!--.*?(?:-->|\\z)|<(script|style|template)\\b.*?(?:</\\1\\s*>|\\z)",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z!?][^>]*+>?");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));");

  /// Names of the characters from U+00A0 on.
  private static final String[] LATIN =
      ("nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn"
              + " sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
              + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave"
              + " Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave"
              + " Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig"
              + " ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute"
              + " ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml")
          .split(" ");

  private HtmlText() {}

  static String of(String html) {
    String seen = UNSEEN.matcher(html).replaceAll(" ");
    String text = TAG.matcher(seen).replaceAll(" ");
    return ENTITY
        .matcher(text)
        .replaceAll(entity -> {
          String character = " ";
          if (entity.group(1) != null) character = character(entity.group(1), 10);
          else if (entity.group(2) != null) character = character(entity.group(2), 16);
          else if (entity.group(3) != null) character = named(entity.group(3));
          return Matcher.quoteReplacement(character);
        });
  }

  private static String character(String digits, int radix) {
    int code = Integer.parseInt(digits, radix);
    boolean isCharacter = Character.isValidCodePoint(code) && (code < 0xD800 || code > 0xDFFF);
    return isCharacter ? Character.toString(code) : " ";
  }

  private static String named(String name) {
    for (int i = 0; i < LATIN.length; i++) {
      if (LATIN[i].equals(name)) return Character.toString(0xA0 + i);
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      case "quot" -> "\"";
      case "apos" -> "'";
      default -> " ";
    };
  }
}
