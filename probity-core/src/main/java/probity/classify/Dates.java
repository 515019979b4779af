package probity.classify;

/// Days of the calendar, as numbers of people and dates of birth hold them.
final class Dates {
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final int YEAR_MIN = 1890;
  private static final int YEAR_MAX = 2059;

  private Dates() {}

  /// A day of some year: 29 February is one.
  static boolean day(int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1];
  }

  /// A date whose three numbers are written with marks between them, year, month and day in any of
  /// the orders in use, or whose month is a word: then the day alone is looked at.
  static boolean date(CharSequence value) {
    int[] numbers = new int[3];
    int count = 0;
    for (int i = 0; i < value.length(); i++) {
      if (!Ascii.digit(value.charAt(i))) continue;
      if (count == 3) return false;
      int number = 0;
      for (; i < value.length() && Ascii.digit(value.charAt(i)); i++) {
        if (number > 9999) return false;
        number = number * 10 + value.charAt(i) - '0';
      }
      numbers[count++] = number;
    }
    if (count == 2) return word(numbers[0], numbers[1]);
    if (count < 3) return false;
    if (numbers[0] > 31) return year(numbers[0]) && day(numbers[1], numbers[2]);
    return year(numbers[2]) && (day(numbers[1], numbers[0]) || day(numbers[0], numbers[1]));
  }

  private static boolean word(int first, int second) {
    return first >= 1 && first <= 31 && year(second);
  }

  private static boolean year(int year) {
    return (year >= 0 && year <= 99) || (year >= YEAR_MIN && year <= YEAR_MAX);
  }
}
