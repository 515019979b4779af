package probity.classify;

import java.util.List;

/// Some words of a run of digits that may be one number of a telephone.
final class PhonePart {
  private static final List<String> EXTENSIONS = List.of("extension", "ext.", "ext", "x");
  private static final int EXTENSION_DIGITS_MAX = 6;

  /// Before these stand amounts and numbers of other things.
  private static final String NOT_BEFORE = "_#$€£¥@~";

  private static final String NOT_AFTER = "_%€$£¥°@";

  private final List<PhoneRun.Word> words;
  private final int first;
  private final int behind;
  private final int count;
  private final String digits;
  private final boolean plus;
  private final int start;
  private final int end;
  private final boolean parted;

  PhonePart(Window text, List<PhoneRun.Word> words, int first, int behind) {
    this.words = words.subList(first, behind);
    this.first = first;
    this.behind = behind;
    count = words.size();
    var joined = new StringBuilder();
    for (PhoneRun.Word word : this.words) joined.append(word.digits());
    int from = words.get(first).start();
    int stop = words.get(behind - 1).end();
    int digit = from;
    while (!Ascii.digit(text.at(digit))) digit++;
    plus = text.substring(from, digit).indexOf('+') >= 0;
    if (plus) joined.insert(0, '+');
    digits = joined.toString();
    while (!Ascii.digit(text.at(stop - 1))) stop--;
    end = stop;
    boolean closed = text.substring(digit, stop).indexOf(')') >= 0;
    while (from < digit && text.at(from) != '+' && !(text.at(from) == '(' && closed)) from++;
    start = from;
    parted = parted(text);
  }

  /// Whether nothing stands right before and after it that makes it a part of something else.
  private boolean parted(Window text) {
    char before = text.near(start - 1);
    char beyond = text.near(start - 2);
    if (text.wordBefore(start) || NOT_BEFORE.indexOf(before) >= 0) return false;
    if ("-./\\".indexOf(before) >= 0 && Ascii.word(beyond) && !text.escapeBefore(start)) {
      return false;
    }
    boolean bare = !plus && !grouped();
    if (bare && before == ',' && Ascii.digit(beyond)) return false;
    if (extension(text) > end) return true;
    char after = text.near(end);
    if (Character.isLetterOrDigit(after) || NOT_AFTER.indexOf(after) >= 0) return false;
    char next = text.near(end + 1);
    if (after == ',') return !(bare && Ascii.digit(next));
    return "-./:".indexOf(after) < 0 || !Ascii.word(next);
  }

  /// Whether it has as many digits as a number, and the form of nothing else.
  boolean fits() {
    int length = plus ? digits.length() - 1 : digits.length();
    if (!parted || length < PhoneRun.DIGITS_MIN || length > PhoneRun.DIGITS_MAX) return false;
    if (plus) return true;
    if (words.stream().anyMatch(PhoneRun.Word::other)) return false;
    return !socialSecurity();
  }

  private boolean socialSecurity() {
    var groups = words.stream().flatMap(word -> word.groups().stream()).toList();
    return groups.equals(List.of(3, 2, 4)) && NationalIds.usSsn(digits);
  }

  /// Whether it is worth the price of parsing it.
  boolean worth(PhoneWords.Say said, boolean declared, PhoneNumbers numbers) {
    if (plus) return true;
    if (said == PhoneWords.Say.OTHER) return false;
    boolean word = said == PhoneWords.Say.PHONE;
    boolean formed = words.size() == 1 && words.getFirst().groups().size() > 1;
    boolean trunk = numbers.trunk(digits);
    // A part of a longer run is one only where something tells it apart.
    if (!whole() && !formed && !trunk && !(word && first == 0)) return false;
    if (word) return true;
    if (!declared) return northAmerican();
    return grouped() || trunk;
  }

  /// Whether it is written as numbers of North America are: three digits, three, and four.
  private boolean northAmerican() {
    var groups = words.stream().flatMap(word -> word.groups().stream()).toList();
    return groups.equals(List.of(3, 3, 4)) || groups.equals(List.of(1, 3, 3, 4));
  }

  boolean plus() {
    return plus;
  }

  /// With `+` before them where it is there.
  String digits() {
    return digits;
  }

  /// Whether signs part its digits.
  boolean grouped() {
    return words.size() > 1 || words.getFirst().groups().size() > 1;
  }

  /// Whether it is all of the run.
  boolean whole() {
    return first == 0 && behind == count;
  }

  int start() {
    return start;
  }

  int wordsEnd() {
    return end;
  }

  /// Its end, with an extension where one follows.
  int end(Window text) {
    return extension(text);
  }

  private int extension(Window text) {
    if (behind < count) return end;
    int at = text.near(end) == ' ' ? end + 1 : end;
    for (String word : EXTENSIONS) {
      if (!startsWith(text, word, at)) continue;
      int digit = at + word.length();
      if (text.near(digit) == ' ') digit++;
      int stop = digit;
      while (stop - digit < EXTENSION_DIGITS_MAX && Ascii.digit(text.near(stop))) stop++;
      return stop > digit && !Ascii.word(text.near(stop)) ? stop : end;
    }
    return end;
  }

  private static boolean startsWith(Window text, String word, int at) {
    for (int i = 0; i < word.length(); i++) {
      if ((text.near(at + i) | 0x20) != (word.charAt(i) | 0x20)) return false;
    }
    return true;
  }
}
