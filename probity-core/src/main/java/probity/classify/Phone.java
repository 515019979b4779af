package probity.classify;

/// Numbers of telephones, by libphonenumber: with `+` anywhere, without it in [PhoneRegions].
///
/// Only runs of digits and of signs that stand between them in such numbers are given to it, and of
/// those a bounded number ([PhoneReader]).
final class Phone implements Hinting {
  static final Kind KIND = new Kind("personal.phone", 1);

  private static final String BETWEEN = " -./()";
  private static final int HINT_BYTES = 120;
  private static final int HINT_OTHERS_MAX = 12;

  private final PhoneRegions regions;
  private final PhoneNumbers numbers;

  Phone(PhoneRegions regions) {
    this.regions = regions;
    numbers = new PhoneNumbers(regions);
  }

  @Override
  public Kind kind() {
    return KIND;
  }

  @Override
  public String triggers() {
    return "0123456789";
  }

  /// Whether as many digits as a number has follow, with nothing but signs between them.
  @Override
  public boolean hint(byte[] bytes, int start, int at, int end) {
    if (at > start && Ascii.digit(bytes[at - 1])) return false;
    int digits = 0;
    int others = 0;
    int stop = Math.min(end, at + HINT_BYTES);
    for (int i = at; i < stop && others < HINT_OTHERS_MAX; i++) {
      byte b = bytes[i];
      if (Ascii.digit(b)) {
        others = 0;
        if (++digits == PhoneRun.DIGITS_MIN) return true;
      } else if (b == '\\') {
        // A no-break space may be spelled by its number.
        i += i + 1 < stop && bytes[i + 1] == 'u' ? 5 : 1;
        others++;
      } else if (b < 0 || BETWEEN.indexOf(b) >= 0) {
        others++;
      } else {
        return false;
      }
    }
    return false;
  }

  @Override
  public Scanner scanner(int from) {
    return new PhoneReader(regions, numbers, from);
  }
}
