package probity.ledger;

import java.util.Locale;
import java.util.regex.Pattern;

/// A ULID: 48 bits of milliseconds since 1970 and 80 random bits, 26 letters in Crockford's base
/// 32, which sort by time.
public record Ulid(String text) {
  /// Letters of a ULID.
  public static final int LENGTH = 26;

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

  public Ulid {
    if (!FORM.matcher(text).matches()) throw new IllegalArgumentException("not a ulid");
  }

  /// From a time and 80 random bits: 16 in `high`, 64 in `low`.
  public static Ulid of(long epochMillis, int high, long low) {
    char[] out = new char[26];
    long time = epochMillis;
    for (int i = 9; i >= 0; i--, time >>= 5) out[i] = DIGITS.charAt((int) (time & 31));
    // 80 bits are 16 letters; the upper eight come from 16 + 24 bits, the lower eight from 40.
    long upper = (long) (high & 0xffff) << 24 | low >>> 40;
    long lower = low & 0xff_ffff_ffffL;
    for (int i = 17; i >= 10; i--, upper >>= 5) out[i] = DIGITS.charAt((int) (upper & 31));
    for (int i = 25; i >= 18; i--, lower >>= 5) out[i] = DIGITS.charAt((int) (lower & 31));
    return new Ulid(new String(out));
  }

  /// Whether `text` is a ULID in its own form.
  public static boolean isUpperCase(String text) {
    return has(text, 'A', "ILOU");
  }

  /// Whether `text` is a ULID in the form that names of series take.
  public static boolean isLowerCase(String text) {
    return has(text, 'a', "ilou");
  }

  private static boolean has(String text, char first, String without) {
    if (text.length() != LENGTH || text.charAt(0) > '7') return false;
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = c >= first && c < first + 26 && without.indexOf(c) < 0;
      if (!digit && !letter) return false;
    }
    return true;
  }

  /// The form that names of series take.
  public String lowerCase() {
    return text.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text;
  }
}
