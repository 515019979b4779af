package probity.ledger;

import java.time.LocalDate;
import java.time.YearMonth;

/// Times as entries have them: UTC with milliseconds, `2026-11-25T09:00:00.000Z`, whose order as
/// text is their order in time.
public final class UtcTime {
  private static final long DAY = 86_400_000;
  private static final String FORM = "0000-00-00T00:00:00.000Z";

  private UtcTime() {}

  /// The text of `epochMillis`, milliseconds since 1970; years 0 to 9999. Every entry has some of
  /// these, so they are written by hand.
  public static String text(long epochMillis) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY));
    int rest = (int) Math.floorMod(epochMillis, DAY);
    if (date.getYear() < 0 || date.getYear() > 9999) {
      throw new IllegalArgumentException("year " + date.getYear() + " is outside 0 to 9999");
    }
    char[] out = FORM.toCharArray();
    put(out, 4, date.getYear());
    put(out, 7, date.getMonthValue());
    put(out, 10, date.getDayOfMonth());
    put(out, 13, rest / 3_600_000);
    put(out, 16, rest / 60_000 % 60);
    put(out, 19, rest / 1000 % 60);
    put(out, 23, rest % 1000);
    return new String(out);
  }

  /// Whether `text` is such a time, of a day that there is; a leap second is none.
  public static boolean isValid(String text) {
    if (text.length() != FORM.length()) return false;
    for (int i = 0; i < FORM.length(); i++) {
      char c = text.charAt(i);
      if (FORM.charAt(i) == '0' ? c < '0' || c > '9' : c != FORM.charAt(i)) return false;
    }
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(number(text, 0, 4), month).lengthOfMonth()
        && number(text, 11, 13) < 24
        && number(text, 14, 16) < 60
        && number(text, 17, 19) < 60;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) value = 10 * value + text.charAt(i) - '0';
    return value;
  }

  /// Writes the digits of `value` so that they end before `end`.
  private static void put(char[] out, int end, int value) {
    int at = end;
    for (int left = value; left > 0; left /= 10) out[--at] = (char) ('0' + left % 10);
  }
}
