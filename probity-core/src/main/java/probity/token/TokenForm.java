package probity.token;

import java.math.BigInteger;
import java.util.Locale;

/// How a token looks: like what it stands for, where that has a form.
///
/// - of a mail address: ten letters under `localhost`, which RFC 6761 keeps out of the world: 43
///   bits;
/// - of an IBAN: its country, length and groups, digits for digits and letters for letters, wrong
///   by its check digits (ISO 7064, mod 97): 43 bits and more;
/// - of a number of nine digits or more: as many digits with the same signs between them, wrong by
///   the check digit of cards (Luhn) where a card is that long: 29 bits and more;
/// - of all else: the last word of the label and ten letters: 43 bits.
///
/// Letters are consonants, so that no word comes out, and no digits among them, so that nothing is
/// taken for a key or a number.
final class TokenForm {
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
  private static final int LETTERS_ON_END = 10;
  private static final int WORD_MAX = 16;
  private static final int DIGITS_MIN = 9;
  private static final int DIGITS_MAX = 40;
  private static final String BETWEEN = " -./()";
  private static final String HOST = "@localhost";

  private enum Kind {
    MAIL,
    IBAN,
    NUMBER,
    WORD
  }

  private final String label;
  private final String value;
  private final Kind kind;

  private TokenForm(String label, String value, Kind kind) {
    this.label = label;
    this.value = value;
    this.kind = kind;
  }

  /// The form for what was found.
  static TokenForm of(String label, String value) {
    return new TokenForm(label, value, kind(label, value));
  }

  private static Kind kind(String label, String value) {
    if (label.endsWith(".email") && value.indexOf('@') > 0) return Kind.MAIL;
    if (label.endsWith(".iban") && isIban(value)) return Kind.IBAN;
    return isNumber(value) ? Kind.NUMBER : Kind.WORD;
  }

  private static boolean isIban(String value) {
    if (value.length() < 15 || value.length() > DIGITS_MAX) return false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean fits = i < 2 ? letter(c) : i < 4 ? digit(c) : letter(c) || digit(c) || space(c);
      if (!fits) return false;
    }
    return true;
  }

  private static boolean isNumber(String value) {
    if (value.length() > DIGITS_MAX || value.isEmpty()) return false;
    if (!digit(value.charAt(0)) || !digit(value.charAt(value.length() - 1))) return false;
    int digits = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (digit(c)) digits++;
      else if (BETWEEN.indexOf(c) < 0 && !space(c)) return false;
    }
    return digits >= DIGITS_MIN;
  }

  /// The same without a form; for a number that comes out as one that is given out, whatever is
  /// tried.
  TokenForm plain() {
    return new TokenForm(label, value, Kind.WORD);
  }

  /// Whether a token of this form could be taken for something by detectors, and so has to be shown
  /// to them.
  boolean looksReal() {
    return kind == Kind.NUMBER || kind == Kind.IBAN;
  }

  /// The token that `random` makes.
  String token(byte[] random) {
    var left = new Random(random);
    return switch (kind) {
      case MAIL -> letters(left).toLowerCase(Locale.ROOT) + HOST;
      case IBAN -> like(left, 2);
      case NUMBER -> like(left, 0);
      case WORD -> word() + "-" + letters(left);
    };
  }

  /// Whether the check digits of a token are wrong, where its form has some.
  boolean wrong(String token) {
    return switch (kind) {
      case MAIL, WORD -> true;
      case IBAN -> !mod97(token);
      case NUMBER -> !luhn(token);
    };
  }

  private String like(Random left, int from) {
    var out = new StringBuilder(value.substring(0, from).toUpperCase(Locale.ROOT));
    for (int i = from; i < value.length(); i++) {
      char c = value.charAt(i);
      if (digit(c)) out.append((char) ('0' + left.next(10)));
      else if (letter(c)) out.append(LETTERS.charAt(left.next(LETTERS.length())));
      else out.append(space(c) ? ' ' : c);
    }
    return out.toString();
  }

  private static String letters(Random left) {
    var out = new StringBuilder();
    for (int i = 0; i < LETTERS_ON_END; i++)
      out.append(LETTERS.charAt(left.next(LETTERS.length())));
    return out.toString();
  }

  /// The last word of the label: `Person` of `personal.person`.
  private String word() {
    var word = new StringBuilder();
    for (int i = label.lastIndexOf('.') + 1; i < label.length(); i++) {
      char c = label.charAt(i);
      if (letter(c) && word.length() < WORD_MAX) word.append(c);
    }
    if (word.isEmpty()) return "Text";
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static boolean luhn(String text) {
    int sum = 0;
    int digits = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      if (!digit(text.charAt(i))) continue;
      int digit = (text.charAt(i) - '0') << (digits++ & 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
  }

  private static boolean mod97(String text) {
    int rest = 0;
    String plain = text.replace(" ", "");
    String turned = plain.substring(4) + plain.substring(0, 4);
    for (int i = 0; i < turned.length(); i++) {
      char c = turned.charAt(i);
      rest = (digit(c) ? rest * 10 + c - '0' : rest * 100 + c - 'A' + 10) % 97;
    }
    return rest == 1;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean letter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  private static boolean space(char c) {
    return c == ' ' || c == '\u00a0' || c == '\u202f';
  }

  /// Random digits of any base out of random bytes.
  private static final class Random {
    private BigInteger left;

    Random(byte[] bytes) {
      left = new BigInteger(1, bytes);
    }

    int next(int base) {
      var parts = left.divideAndRemainder(BigInteger.valueOf(base));
      left = parts[0];
      return parts[1].intValue();
    }
  }
}
