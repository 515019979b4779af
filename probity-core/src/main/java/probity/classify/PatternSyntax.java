package probity.classify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Reads the patterns of rules: a regular expression without anchors, look-around or references, so
/// that it can become a part of an [Automaton].
///
/// It has characters, `\` before a sign, `\d`, classes `[a-z0-9_-]`, groups `( | )`, `?`, `*`, `+`,
/// `{m}`, `{m,}`, `{m,n}` with counts up to [#COUNT_MAX], and `(?i)` at its beginning for letters
/// of either case. Where `n` is more than [#SPREAD_MAX] above `m` the repetition has no upper end:
/// every length that is told apart is a candidate that a hostile text can keep alive.
final class PatternSyntax {
  static final int COUNT_MAX = 200;

  static final int SPREAD_MAX = 32;

  /// Repetition without an upper end.
  static final int MANY = Integer.MAX_VALUE;

  private static final int DEPTH_MAX = 20;

  /// A part of a pattern.
  sealed interface Part {
    /// One character of a set.
    record One(BitSet chars) implements Part {}

    record Sequence(List<Part> parts) implements Part {}

    record Either(List<Part> parts) implements Part {}

    record Repeat(Part part, int min, int max) implements Part {}
  }

  private final String pattern;
  private final boolean anyCase;
  private int at;
  private int depth;

  private PatternSyntax(String pattern) {
    this.pattern = pattern;
    anyCase = pattern.startsWith("(?i)");
    at = anyCase ? 4 : 0;
  }

  /// @throws PatternMistake with what is wrong, and where
  static Part read(String pattern) {
    var syntax = new PatternSyntax(pattern);
    Part part = syntax.either();
    if (syntax.at < pattern.length())
      throw syntax.wrong("a closing bracket without an opening one");
    return part;
  }

  /// How many characters at the beginning of every match of a pattern are the same.
  static int fixed(String pattern) {
    Part part = read(pattern);
    int fixed = 0;
    if (!(part instanceof Part.Sequence(var parts))) return 0;
    for (Part each : parts) {
      if (!(each instanceof Part.One(var chars)) || chars.cardinality() > 2) return fixed;
      fixed++;
    }
    return fixed;
  }

  /// A word or phrase in either case; a space matches what `space` matches.
  static Part phrase(String words, Part space) {
    var parts = new ArrayList<Part>();
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      parts.add(c == ' ' ? space : new Part.One(set(c, c, true)));
    }
    return new Part.Sequence(parts);
  }

  private Part either() {
    if (++depth > DEPTH_MAX) throw wrong("groups nested deeper than " + DEPTH_MAX);
    var parts = new ArrayList<Part>();
    parts.add(sequence());
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      parts.add(sequence());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Part.Either(parts);
  }

  private Part sequence() {
    var parts = new ArrayList<Part>();
    while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) parts.add(repeat(atom()));
    return new Part.Sequence(parts);
  }

  private Part repeat(Part part) {
    if (at == pattern.length()) return part;
    return switch (pattern.charAt(at)) {
      case '?' -> times(part, 0, 1);
      case '*' -> times(part, 0, MANY);
      case '+' -> times(part, 1, MANY);
      case '{' -> counted(part);
      default -> part;
    };
  }

  private Part times(Part part, int min, int max) {
    at++;
    return new Part.Repeat(part, min, max);
  }

  private Part counted(Part part) {
    at++;
    int min = count();
    int max = min;
    if (at < pattern.length() && pattern.charAt(at) == ',') {
      at++;
      max = at < pattern.length() && pattern.charAt(at) == '}' ? MANY : count();
    }
    if (at == pattern.length() || pattern.charAt(at) != '}') throw wrong("a count without its `}`");
    if (max < min) throw wrong("a count whose end is below its beginning");
    return times(part, min, max - min > SPREAD_MAX ? MANY : max);
  }

  private int count() {
    int from = at;
    while (at < pattern.length() && Ascii.digit(pattern.charAt(at)) && at - from < 4) at++;
    if (at == from) throw wrong("a count that is no number");
    int count = Integer.parseInt(pattern.substring(from, at));
    if (count > COUNT_MAX) throw wrong("a count above " + COUNT_MAX);
    return count;
  }

  private Part atom() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> new Part.One(chars());
      case '\\' -> new Part.One(escaped());
      case '.', '^', '$', '*', '+', '?', '{', '}', ']' -> {
        at--;
        throw wrong("`" + c + "`, which needs a `\\` before it");
      }
      default -> new Part.One(set(c, c, anyCase));
    };
  }

  private Part group() {
    if (at < pattern.length() && pattern.charAt(at) == '?') throw wrong("`(?`, which is not read");
    Part part = either();
    if (at == pattern.length()) throw wrong("a group without its `)`");
    at++;
    return part;
  }

  private BitSet escaped() {
    if (at == pattern.length()) throw wrong("a `\\` with nothing after it");
    char c = pattern.charAt(at++);
    if (c == 'd') return set('0', '9', false);
    if (Ascii.word(c)) throw wrong("`\\" + c + "`, which is not read");
    return set(c, c, false);
  }

  private BitSet chars() {
    var chars = new BitSet();
    if (at < pattern.length() && pattern.charAt(at) == '^') throw wrong("a class of what is not");
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      if (pattern.startsWith("\\d", at)) {
        at += 2;
        chars.or(set('0', '9', false));
        continue;
      }
      char from = inClass();
      boolean range =
          at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']';
      if (range) at++;
      char to = range ? inClass() : from;
      if (to < from) throw wrong("a range whose end is below its beginning");
      chars.or(set(from, to, anyCase));
    }
    if (at == pattern.length()) throw wrong("a class without its `]`");
    if (chars.isEmpty()) throw wrong("a class of nothing");
    at++;
    return chars;
  }

  private char inClass() {
    char c = pattern.charAt(at++);
    if (c != '\\') return c;
    if (at == pattern.length()) throw wrong("a `\\` with nothing after it");
    char sign = pattern.charAt(at++);
    if (Ascii.word(sign)) throw wrong("`\\" + sign + "`, which is not read");
    return sign;
  }

  private static BitSet set(char from, char to, boolean anyCase) {
    var set = new BitSet();
    set.set(from, to + 1);
    if (!anyCase) return set;
    for (int c = from; c <= to; c++) {
      set.set(Character.toLowerCase((char) c));
      set.set(Character.toUpperCase((char) c));
    }
    return set;
  }

  private PatternMistake wrong(String what) {
    return new PatternMistake(pattern, what, at);
  }
}
