package probity.classify;

import java.util.List;

/// Reads a text as a reader sees it, not as it is spelled: by [Confusables], and with the escapes
/// of JSON undone, however often the text was put into a string of JSON. It is made for matching
/// and goes nowhere else.
///
/// Each of its characters knows the part of the text that it came from. Takes the text in pieces;
/// what comes out does not depend on where they end.
public final class Skeleton {
  /// A run of more backslashes than this is no escape.
  private static final int BACKSLASHES_MAX = 32;

  private static final int NONE = -1;

  /// Takes a character of the skeleton.
  interface Sink {
    /// @param from where in the text it begins that it stands for
    void put(char c, int from, int to);
  }

  /// Whether tags are read as the characters they spell; else they are passed over.
  private final boolean tags;

  private final Sink sink;

  /// How much of the text was read.
  private int at;

  /// Where an escape begins that is not complete, or [#NONE]; its backslashes, and the digits after
  /// its `u`.
  private int escape = NONE;

  private int backslashes;
  private boolean numbered;
  private final StringBuilder digits = new StringBuilder(4);

  /// The first half of a pair, and where it begins and ends, or [#NONE].
  private char high;

  private int highFrom = NONE;
  private int highTo;

  private int odd = NONE;
  private boolean tagged;

  /// How a text can be read: as it is spelled, as it looks where that differs, and as its tags
  /// spell it where it has any.
  public static List<String> readings(String text) {
    if (!Confusables.odd(text)) return List.of(text);
    var looks = new StringBuilder();
    if (!read(text, false, looks)) return List.of(text, looks.toString());
    var spelled = new StringBuilder();
    read(text, true, spelled);
    return List.of(text, looks.toString(), spelled.toString());
  }

  /// Whether there were tags.
  private static boolean read(String text, boolean tags, StringBuilder out) {
    var skeleton = new Skeleton(tags, 0, (c, _, _) -> out.append(c));
    skeleton.read(text, 0, text.length());
    skeleton.end();
    return skeleton.tagged();
  }

  /// @param from where in the text it begins to read
  Skeleton(boolean tags, int from, Sink sink) {
    this.tags = tags;
    this.at = from;
    this.sink = sink;
  }

  /// Reads on from where `other` has come to.
  Skeleton(Skeleton other, boolean tags, Sink sink) {
    this.tags = tags;
    this.sink = sink;
    at = other.at;
    escape = other.escape;
    backslashes = other.backslashes;
    numbered = other.numbered;
    digits.append(other.digits);
    high = other.high;
    highFrom = other.highFrom;
    highTo = other.highTo;
    odd = other.odd;
    tagged = other.tagged;
  }

  /// Reads a part of `piece`.
  void read(String piece, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = piece.charAt(i);
      if (Confusables.odd(c) || escape != NONE || highFrom != NONE) odd = at;
      take(c);
      at++;
    }
  }

  /// Nothing follows.
  void end() {
    if (escape != NONE) noEscape();
    if (highFrom != NONE) alone();
  }

  /// Where the text begins that is not in the skeleton yet: its end, unless it ends inside an
  /// escape or a pair.
  int read() {
    if (highFrom != NONE) return highFrom;
    return escape == NONE ? at : escape;
  }

  /// The last character that was read and is odd or part of what something odd began, or -1.
  int odd() {
    return odd;
  }

  /// Whether there was a tag.
  boolean tagged() {
    return tagged;
  }

  private void take(char c) {
    if (escape == NONE) {
      if (c == '\\') begin();
      else unit(c, at, at + 1);
    } else if (numbered) {
      digit(c);
    } else {
      escaped(c);
    }
  }

  private void begin() {
    escape = at;
    backslashes = 1;
    numbered = false;
    digits.setLength(0);
  }

  private void escaped(char c) {
    switch (c) {
      case '\\' -> {
        if (++backslashes > BACKSLASHES_MAX) noEscape();
      }
      case 'u' -> numbered = true;
      case 'b', 'f', 'n', 'r', 't' -> escapeOf('\n');
      case '"', '/' -> escapeOf(c);
      default -> {
        noEscape();
        take(c);
      }
    }
  }

  private void digit(char c) {
    if (Character.digit(c, 16) < 0 || c > 'f') {
      noEscape();
      take(c);
      return;
    }
    digits.append(c);
    if (digits.length() == 4) escapeOf((char) Integer.parseInt(digits.toString(), 16));
  }

  private void escapeOf(char c) {
    int from = escape;
    escape = NONE;
    unit(c, from, at + 1);
  }

  /// What looked like an escape is none: it stands for itself, and many backslashes for one.
  private void noEscape() {
    int from = escape;
    int to = from + backslashes;
    escape = NONE;
    unit('\\', from, to);
    if (!numbered) return;
    unit('u', to, to + 1);
    for (int i = 0; i < digits.length(); i++) unit(digits.charAt(i), to + 1 + i, to + 2 + i);
  }

  /// A UTF-16 unit, spelled by the part of the text from `from` to `to`.
  private void unit(char c, int from, int to) {
    if (highFrom != NONE) {
      if (Character.isLowSurrogate(c)) {
        int pair = highFrom;
        highFrom = NONE;
        put(Character.toCodePoint(high, c), pair, to);
        return;
      }
      alone();
    }
    if (Character.isHighSurrogate(c)) {
      high = c;
      highFrom = from;
      highTo = to;
    } else {
      put(c, from, to);
    }
  }

  private void alone() {
    int from = highFrom;
    highFrom = NONE;
    sink.put(high, from, highTo);
  }

  private void put(int c, int from, int to) {
    if (c < 0x80) {
      sink.put((char) c, from, to);
    } else if (Confusables.tag(c)) {
      tagged = true;
      char spelled = (char) (c - 0xe0000);
      if (tags && spelled >= ' ' && spelled < 0x7f) sink.put(spelled, from, to);
    } else {
      Confusables.fold(c, from, to, sink);
    }
  }
}
