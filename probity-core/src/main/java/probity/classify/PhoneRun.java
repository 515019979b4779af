package probity.classify;

import java.util.ArrayList;
import java.util.List;

/// A run of digits and of the signs that stand between them in numbers of telephones, as long as it
/// goes; parted at spaces into words.
final class PhoneRun {
  static final int DIGITS_MIN = 7;

  /// Country code and number have 15 at most (E.164), and `(0)` or `00` may stand among them.
  static final int DIGITS_MAX = 17;

  /// A longer run is no number of a telephone, nor a few of them.
  static final int RUN_DIGITS_MAX = 30;

  /// How many signs may stand between two digits.
  private static final int BETWEEN_MAX = 3;

  static final int UNDECIDED = -1;

  /// More digits than a run may have.
  static final int OVER = -2;

  /// Digits with no space between them, `groups` the lengths of what signs part.
  record Word(int start, int end, String digits, List<Integer> groups, String signs) {
    Word {
      groups = List.copyOf(groups);
    }

    /// Whether it is a date, an address of a machine, a span of years or a thousand, by its form.
    boolean other() {
      return date() || machine() || years() || thousands();
    }

    private boolean date() {
      if (groups.size() != 3) return false;
      boolean yearFirst = groups.getFirst() == 4;
      boolean yearLast = groups.getLast() == 4 || groups.getLast() == 2;
      if (!yearFirst && !yearLast) return false;
      int year = yearFirst ? 0 : 2;
      return (groups.get(year) == 2 || yearLike(part(year)))
          && groups.get(1) <= 2
          && groups.get(2 - year) <= 2
          && Math.min(part(1), part(2 - year)) <= 12
          && Math.max(part(1), part(2 - year)) <= 31;
    }

    private boolean machine() {
      return groups.size() == 4
          && signs.equals("...")
          && groups.stream().allMatch(length -> length <= 3);
    }

    private boolean years() {
      return groups.equals(List.of(4, 4)) && yearLike(part(0)) && yearLike(part(1));
    }

    private boolean thousands() {
      return groups.size() > 1
          && signs.equals(".".repeat(groups.size() - 1))
          && groups.getFirst() <= 3
          && digits.charAt(0) != '0'
          && groups.subList(1, groups.size()).stream().allMatch(length -> length == 3);
    }

    private int part(int group) {
      int from = groups.subList(0, group).stream().mapToInt(Integer::intValue).sum();
      return Integer.parseInt(digits.substring(from, from + Math.min(9, groups.get(group))));
    }

    private static boolean yearLike(int year) {
      return year >= 1800 && year <= 2199;
    }
  }

  private PhoneRun() {}

  /// Whether a number may begin with a character, where a digit follows.
  static boolean begins(char c) {
    return Ascii.digit(c) || c == '+' || c == '(';
  }

  /// The end of the run that begins at `start`; [#UNDECIDED] where more of the text is needed, or
  /// [#OVER].
  static int end(Window text, int start, boolean last) {
    int digits = 0;
    int i = start;
    if (text.at(i) == '(' && !(i + 1 < text.end() && text.at(i + 1) == '+')) {
      i++;
    } else {
      while (i < text.end() && i - start < 2 && "(+".indexOf(text.at(i)) >= 0) i++;
      if (i < text.end() && text.at(i) == '(') i++;
    }
    if (i == text.end()) return last ? start : UNDECIDED;
    if (!Ascii.digit(text.at(i))) return start;
    while (true) {
      while (i < text.end() && Ascii.digit(text.at(i))) {
        if (++digits > RUN_DIGITS_MAX) return OVER;
        i++;
      }
      int next = next(text, i, last);
      if (next == UNDECIDED) return UNDECIDED;
      if (next == i) return i;
      i = next;
    }
  }

  /// Where the next digit of a run is whose digits end at `end`; `end` where there is none.
  static int next(Window text, int end, boolean last) {
    boolean space = false;
    boolean point = false;
    int i = end;
    while (i < text.end() && i - end < BETWEEN_MAX && between(text.at(i))) {
      space |= space(text.at(i));
      point |= text.at(i) == '.';
      i++;
    }
    if (i == text.end()) return last ? end : UNDECIDED;
    return i > end && Ascii.digit(text.at(i)) && !(space && point) ? i : end;
  }

  private static boolean between(char c) {
    return space(c) || "-./()\u2010\u2011\u2013".indexOf(c) >= 0;
  }

  private static boolean space(char c) {
    return c == ' ' || c == '\u00a0' || c == '\u202f';
  }

  /// The words of a run.
  static List<Word> words(Window text, int start, int end) {
    var words = new ArrayList<Word>();
    var digits = new StringBuilder();
    var groups = new ArrayList<Integer>();
    var signs = new StringBuilder();
    int from = start;
    int group = 0;
    for (int i = start; i <= end; i++) {
      boolean parted = i == end || space(text.at(i));
      if (!parted && Ascii.digit(text.at(i))) {
        digits.append(text.at(i));
        group++;
        continue;
      }
      if (group > 0) groups.add(group);
      if (group > 0 && !parted) signs.append(text.at(i));
      group = 0;
      if (!parted) continue;
      if (!digits.isEmpty()) {
        words.add(new Word(from, i, digits.toString(), groups, signs.toString()));
      }
      digits.setLength(0);
      groups.clear();
      signs.setLength(0);
      // What stands between two spaces, such as a dash, is part of the next word.
      from = i + 1;
    }
    return words;
  }
}
