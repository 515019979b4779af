package probity.classify;

import java.util.List;
import java.util.Locale;

/// Tells what was drawn by chance from what somebody wrote: placeholders, names of variables,
/// words.
final class Shapes {
  private static final List<String> STAND_INS =
      List.of(
          "xxxx",
          "example",
          "your",
          "placeholder",
          "changeme",
          "change-me",
          "change_me",
          "replace",
          "redacted",
          "dummy",
          "insert",
          "sample");

  /// Beginnings and ends of values that no reader would take for a password.
  private static final List<String> CODE =
      List.of(
          "${", "{{", "%(", "$(", "->", "::", "()", "process.env", "os.environ", "://", "<", ">");

  private static final List<String> COMMON =
      List.of(
          "password",
          "passwd",
          "passwort",
          "pass",
          "pw",
          "pwd",
          "secret",
          "user",
          "username",
          "root",
          "admin",
          "postgres",
          "mysql",
          "guest",
          "test",
          "foo",
          "bar",
          "baz",
          "hunter2",
          "token",
          "mypass",
          "mypassword",
          "tiger",
          "scott",
          "letmein",
          "123456",
          "12345",
          "1234");

  private static final int RUN_SAME = 4;
  private static final int RUN_STEP = 5;
  private static final int WORD_LOWER = 8;
  private static final int WORD_UPPER = 10;
  private static final int PASSWORD_MAX = 64;
  private static final int KEY_ID = "pk_".length();
  private static final int KEY_REST = "_".length() + 43;

  private Shapes() {}

  /// No stand-in, and not for the most part one character, or characters that follow one another.
  static boolean varied(CharSequence value) {
    String text = value.toString().toLowerCase(Locale.ROOT);
    for (String word : STAND_INS) {
      if (text.contains(word)) return false;
    }
    return !test(text) && runs(text) * 2 < text.length();
  }

  /// Whether `test` stands in it otherwise than as a part of a prefix, as in `sk_test_`.
  private static boolean test(String text) {
    for (int at = text.indexOf("test"); at >= 0; at = text.indexOf("test", at + 1)) {
      int end = at + 4;
      boolean begins = at == 0 || !Ascii.word(text.charAt(at - 1));
      boolean goesOn = end + 1 < text.length() && !Ascii.word(text.charAt(end));
      if (!begins || !goesOn) return true;
    }
    return false;
  }

  /// How many characters stand in runs of the same one, or of ones that rise or fall by one.
  private static int runs(String text) {
    int covered = 0;
    for (int i = 0; i < text.length(); ) {
      int same = run(text, i, 0);
      int step = Math.max(run(text, i, 1), run(text, i, -1));
      int longest = Math.max(same >= RUN_SAME ? same : 0, step >= RUN_STEP ? step : 0);
      covered += longest;
      i += Math.max(longest, 1);
    }
    return covered;
  }

  private static int run(String text, int from, int step) {
    int end = from + 1;
    while (end < text.length()
        && text.charAt(end) - text.charAt(end - 1) == step
        && (step == 0 || Ascii.word(text.charAt(end)))) {
      end++;
    }
    return end - from;
  }

  static boolean digit(CharSequence value) {
    return value.chars().anyMatch(Ascii::digit);
  }

  static boolean letter(CharSequence value) {
    return value.chars().anyMatch(Ascii::letter);
  }

  static boolean digitAndLetter(CharSequence value) {
    return digit(value) && letter(value);
  }

  /// Four digits or more, as numbers of papers have and words do not.
  static boolean manyDigits(CharSequence value) {
    return value.chars().filter(Ascii::digit).count() > 3;
  }

  /// A digit, a small and a capital letter.
  static boolean mixed(CharSequence value) {
    return digit(value)
        && value.chars().anyMatch(c -> c >= 'a' && c <= 'z')
        && value.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
  }

  /// Letters and digits at more than one place, and no run of letters of one case as long as words
  /// are, no path and no address.
  static boolean random(CharSequence value) {
    if (!digitAndLetter(value) || !varied(value)) return false;
    int lower = 0;
    int upper = 0;
    int numbers = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      lower = c >= 'a' && c <= 'z' ? lower + 1 : 0;
      upper = c >= 'A' && c <= 'Z' ? upper + 1 : 0;
      if (lower == WORD_LOWER || upper == WORD_UPPER) return false;
      boolean twice = i > 0 && value.charAt(i - 1) == c;
      if (twice && (c == '.' || c == '/')) return false;
      if (Ascii.digit(c) && (i == 0 || !Ascii.digit(value.charAt(i - 1)))) numbers++;
    }
    return numbers > 1;
  }

  /// A key of this gateway: `pk_<id>_<43 characters>`.
  static boolean keyAfterId(CharSequence value) {
    for (int i = KEY_ID + 1; i <= value.length() - KEY_REST; i++) {
      if (value.charAt(i) == '_') return true;
    }
    return false;
  }

  /// What stands between quotes as a password: no code, no template, no stand-in, no single word.
  static boolean quotedPassword(CharSequence value) {
    if (value.length() > PASSWORD_MAX) return false;
    String text = value.toString();
    if (code(text) || !varied(text) || common(text)) return false;
    return kinds(text) > 1 && (digit(text) || marks(text) > 1) && !name(text) && !constant(text);
  }

  /// What stands without quotes as a password, and can be nothing else: digits between letters, or
  /// letters of both cases, digits and marks.
  static boolean barePassword(CharSequence value) {
    return quotedPassword(value)
        && kinds(value) > 2
        && digit(value)
        && value.chars().noneMatch(c -> "()[]{}|`'\"\\".indexOf(c) >= 0)
        && !dotted(value.toString());
  }

  private static boolean code(String text) {
    for (String each : CODE) {
      if (text.contains(each)) return true;
    }
    char first = text.charAt(0);
    boolean variable = first == '$' && text.length() > 1 && Ascii.letter(text.charAt(1));
    boolean percent = first == '%' && text.endsWith("%");
    boolean call = Ascii.letter(first) && text.indexOf('(') > 0;
    return first == '{' || variable || percent || call;
  }

  /// Whether it is `word.word`, as code names members.
  private static boolean dotted(String text) {
    for (int i = 1; i + 1 < text.length(); i++) {
      if (text.charAt(i) == '.'
          && Ascii.letter(text.charAt(i - 1))
          && Ascii.letter(text.charAt(i + 1))) {
        return true;
      }
    }
    return false;
  }

  /// Words parted by `_`, `-` or `.` that hold no digit.
  private static boolean name(String text) {
    return text.chars().allMatch(c -> Ascii.letter(c) || c == '_' || c == '-' || c == '.');
  }

  /// Capitals, digits and `_`, as constants and variables of the environment are named.
  private static boolean constant(String text) {
    return text.indexOf('_') > 0
        && text.chars().noneMatch(c -> c != '_' && !Ascii.digit(c) && (c < 'A' || c > 'Z'));
  }

  private static boolean common(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    int end = plain.length();
    while (end > 0 && !Ascii.letter(plain.charAt(end - 1))) end--;
    return COMMON.contains(plain) || COMMON.contains(plain.substring(0, end));
  }

  private static int kinds(CharSequence text) {
    int kinds = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      kinds |= Ascii.digit(c) ? 1 : !Ascii.letter(c) ? 2 : c >= 'a' ? 4 : 8;
    }
    return Integer.bitCount(kinds);
  }

  private static int marks(String text) {
    return (int) text.chars().filter(c -> !Ascii.word(c) && c != '_' && c != '-').count();
  }

  /// `scheme://user:password@host`: the password stands there itself, and is no stand-in and not
  /// the user's name.
  static boolean urlPassword(CharSequence value) {
    String text = value.toString();
    int from = text.indexOf("://") + 3;
    int at = text.lastIndexOf('@');
    int colon = text.indexOf(':', from);
    if (colon < 0 || at < colon) return false;
    String user = text.substring(from, colon);
    String password = text.substring(colon + 1, at);
    return password.length() > 3
        && !password.equals(user)
        && !code(password)
        && varied(password)
        && !common(password)
        && "{[%*".indexOf(password.charAt(0)) < 0
        && !name(password.replaceAll("[0-9]$", ""));
  }

  /// The value of `password=`, `pwd=`, `AccountKey=` or `SharedAccessKey=` in a list of settings.
  static boolean settingPassword(CharSequence value) {
    String text = value.toString();
    String plain = text.toLowerCase(Locale.ROOT);
    for (String name : List.of("password=", "pwd=", "key=")) {
      int at = plain.lastIndexOf(name);
      if (at < 0) continue;
      int end = at + name.length();
      while (end < text.length() && ";&".indexOf(text.charAt(end)) < 0) end++;
      String password = text.substring(at + name.length(), end);
      return password.length() > 3
          && !code(password)
          && varied(password)
          && !common(password)
          && "{[*%".indexOf(password.charAt(0)) < 0;
    }
    return false;
  }
}
