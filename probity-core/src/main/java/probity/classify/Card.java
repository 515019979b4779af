package probity.classify;

import java.util.List;

/// Payment card numbers: 13 to 19 digits with a plausible issuer and a right check digit (Luhn),
/// alone or in groups parted by one space or hyphen, and not a part of a longer number or word.
final class Card implements Hinting {
  private static final Kind KIND = new Kind("payment.card", 2);
  private static final int DIGITS_MIN = 13;
  private static final int DIGITS_MAX = 19;
  private static final int CONFIDENCE = 95;

  @Override
  public Kind kind() {
    return KIND;
  }

  @Override
  public String triggers() {
    return "0123456789";
  }

  @Override
  public boolean hint(byte[] bytes, int start, int at, int end) {
    if (at > start && Ascii.digit(bytes[at - 1])) return false;
    int digits = 0;
    int others = 0;
    for (int i = at; i < end && others < 7; i++) {
      if (Ascii.digit(bytes[i])) {
        others = 0;
        if (++digits == DIGITS_MIN) return true;
      } else if (bytes[i] == ' '
          || bytes[i] == '-'
          || bytes[i] == '\\'
          || bytes[i] < 0
          || others > 0) {
        // A no-break space is two or three bytes, or six as an escape.
        others++;
      } else {
        return false;
      }
    }
    return false;
  }

  @Override
  public Scanner scanner(int from) {
    return new Reader(from);
  }

  private static final class Reader implements Scanner {
    private int at;
    private final int[] digits = new int[DIGITS_MAX];

    Reader(int from) {
      this.at = from;
    }

    @Override
    public int alive() {
      return at;
    }

    @Override
    public List<Kind> candidates() {
      return List.of(KIND);
    }

    @Override
    public void read(Window text, boolean last, Sink sink) {
      while (at < text.end()) {
        if (!Ascii.digit(text.at(at)) || digitBefore(text)) {
          at++;
        } else {
          int end = match(text, last);
          if (end == UNDECIDED) return;
          if (end > 0) sink.found(KIND, at, end, CONFIDENCE);
          at = end > 0 ? end : at + 1;
        }
      }
    }

    /// A number that begins right after an escape such as that of a no-break space is whole.
    private boolean digitBefore(Window text) {
      return Ascii.digit(text.near(at - 1)) && !text.escapeBefore(at);
    }

    private static final int NONE = -1;
    private static final int UNDECIDED = -2;

    /// The end of the longest number that begins with the group at `at`.
    private int match(Window text, boolean last) {
      char before = text.near(at - 1);
      if (text.at(at) < '2' || text.at(at) > '6') return NONE;
      boolean decimal = before == '.' && Ascii.digit(text.near(at - 2));
      if (decimal || text.wordBefore(at) || before == '_') return NONE;
      int found = NONE;
      int count = 0;
      for (int i = at; ; i++) {
        boolean ended = i == text.end();
        if (ended && !last) return UNDECIDED;
        char c = ended ? '\n' : text.at(i);
        if (Ascii.digit(c)) {
          if (count == DIGITS_MAX) return found;
          digits[count++] = c - '0';
          continue;
        }
        if (!Ascii.letter(c) && c != '_' && valid(digits, count)) found = i;
        if (!separator(c)) return found;
        if (i + 1 == text.end() && !last) return UNDECIDED;
        if (!Ascii.digit(text.near(i + 1))) return found;
      }
    }
  }

  private static boolean separator(char c) {
    return c == ' ' || c == '-' || c == '\u00a0' || c == '\u202f' || c == '\u2011';
  }

  private static boolean valid(int[] digits, int count) {
    return count >= DIGITS_MIN && issued(digits, count) && luhn(digits, count);
  }

  private static boolean luhn(int[] digits, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i] << (i & 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
  }

  /// Whether an issuer gives out numbers that begin and are as long as this one.
  private static boolean issued(int[] d, int count) {
    int two = d[0] * 10 + d[1];
    int four = two * 100 + d[2] * 10 + d[3];
    return switch (d[0]) {
      case 4 -> count == 13 || count == 16 || count == 19;
      case 3 -> {
        if (two == 34 || two == 37) yield count == 15;
        if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) yield true;
        yield four >= 3528 && four <= 3589 && count >= 16;
      }
      case 5 -> (two >= 51 && two <= 55) ? count == 16 : two == 50 || two >= 56;
      case 2 -> (four >= 2221 && four <= 2720 && count == 16) || (four >= 2200 && four <= 2204);
      case 6 -> true;
      default -> false;
    };
  }
}
