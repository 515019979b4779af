package probity.classify;

import java.util.Arrays;

/// Arithmetic that check digits of several countries share. All of it leaves out what is no letter
/// and no digit, so that a number may be written in groups.
final class CheckDigits {
  private static final int LENGTH_MAX = 64;
  private static final int[] NONE = {};

  private CheckDigits() {}

  /// The digits in `value`, or none if there are more than any number here has.
  static int[] digits(CharSequence value) {
    int[] digits = new int[LENGTH_MAX];
    int count = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!Ascii.digit(c)) continue;
      if (count == LENGTH_MAX) return NONE;
      digits[count++] = c - '0';
    }
    return Arrays.copyOf(digits, count);
  }

  /// Letters in upper case and digits of `value`, nothing else.
  static String solid(CharSequence value) {
    var solid = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Ascii.word(c)) solid.append((char) Ascii.upper(c));
    }
    return solid.toString();
  }

  /// The sum of the first digits, each times its weight.
  static int weighted(int[] digits, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) sum += digits[i] * weights[i];
    return sum;
  }

  /// The number that digits `from` to `end` spell.
  static long number(int[] digits, int from, int end) {
    long number = 0;
    for (int i = from; i < end; i++) number = number * 10 + digits[i];
    return number;
  }

  static boolean same(int[] digits) {
    for (int digit : digits) {
      if (digit != digits[0]) return false;
    }
    return true;
  }

  /// Annex B of ISO/IEC 7812-1: from the right, every second digit doubled.
  static boolean luhn(CharSequence value) {
    int[] digits = digits(value);
    return digits.length > 1 && !same(digits) && luhn(digits, digits.length);
  }

  static boolean luhn(int[] digits, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i] << (i & 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
  }

  /// ISO/IEC 7064 MOD 97-10, letters read as 10 to 35: the whole leaves a remainder of 1.
  static boolean mod97(CharSequence value) {
    int rest = 0;
    int read = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!Ascii.word(c)) continue;
      rest =
          Ascii.digit(c)
              ? (rest * 10 + c - '0') % 97
              : (rest * 100 + Ascii.upper(c) - 'A' + 10) % 97;
      read++;
    }
    return read > 3 && rest == 1;
  }

  /// ISO/IEC 7064 MOD 11,10, over all digits, the last of which is the check digit.
  static boolean mod11and10(int[] digits) {
    int product = 10;
    for (int i = 0; i < digits.length - 1; i++) {
      int sum = (product + digits[i]) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (product + digits[digits.length - 1]) % 10 == 1;
  }

  /// Part 3 of ICAO Doc 9303: weights 7, 3 and 1, letters read as 10 to 35 and `<` as 0.
  static boolean icao(CharSequence text, int from, int end) {
    int sum = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      int read = Ascii.digit(c) ? c - '0' : c == '<' ? 0 : Ascii.upper(c) - 'A' + 10;
      int place = (i - from) % 3;
      sum += read * (place == 0 ? 7 : place == 1 ? 3 : 1);
    }
    return text.charAt(end) - '0' == sum % 10;
  }
}
