package probity.classify;

import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills texts in which secrets are only described: `{hex:32}` becomes 32 digits of base 16, `{}`
/// nothing at all.
final class Makers {
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";
  private static final Pattern MAKER = Pattern.compile("\\{}|\\{([A-Za-z0-9]+):([0-9]+)}");

  private static final Map<String, String> CHARS =
      Map.ofEntries(
          Map.entry("alnum", UPPER + LOWER + DIGITS),
          Map.entry("hex", DIGITS + "abcdef"),
          Map.entry("HEX", DIGITS + "ABCDEF"),
          Map.entry("digits", DIGITS),
          Map.entry("lower", LOWER),
          Map.entry("upper", UPPER),
          Map.entry("letters", UPPER + LOWER),
          Map.entry("lowernum", LOWER + DIGITS),
          Map.entry("uppernum", UPPER + DIGITS),
          Map.entry("base32", LOWER + "234567"),
          Map.entry("BASE32", UPPER + "234567"),
          Map.entry("base64", UPPER + LOWER + DIGITS + "+/"),
          Map.entry("base64url", UPPER + LOWER + DIGITS + "_-"));

  private Makers() {}

  static String expand(String text, Random random) {
    return MAKER
        .matcher(text)
        .replaceAll(maker ->
            maker.group().equals("{}")
                ? ""
                : Matcher.quoteReplacement(
                    made(maker.group(1), Integer.parseInt(maker.group(2)), random)));
  }

  /// It begins with a capital, a small letter and a digit, where there are such, and ends with a
  /// letter or digit: no line may fail by chance.
  private static String made(String name, int length, Random random) {
    String chars = CHARS.get(name);
    if (chars == null) throw new IllegalArgumentException("there is no maker `" + name + "`");
    String solid = chars.replaceAll("[^A-Za-z0-9]", "");
    var made = new StringBuilder();
    for (int i = 0; i < length; i++) {
      String from =
          switch (i) {
            case 0 -> or(solid.replaceAll("[^A-Z]", ""), solid);
            case 1 -> or(solid.replaceAll("[^a-z]", ""), solid);
            case 2 -> or(solid.replaceAll("[^0-9]", ""), solid);
            default -> i == length - 1 ? solid : chars;
          };
      made.append(from.charAt(random.nextInt(from.length())));
    }
    return made.toString();
  }

  private static String or(String chars, String otherwise) {
    return chars.isEmpty() ? otherwise : chars;
  }
}
