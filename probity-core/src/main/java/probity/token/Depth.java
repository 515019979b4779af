package probity.token;

import org.jspecify.annotations.Nullable;

/// How deep in JSON a text has come: 0 where it is none, 1 inside a string of a text that is JSON,
/// 2 inside a string of a string that is JSON itself. So much a value has to be escaped there.
///
/// A text counts as JSON from a `{` or `[` at its beginning on, until something stands outside of
/// its strings that JSON does not have.
final class Depth {
  /// Deeper levels count as this one.
  static final int MAX = 8;

  private static final String OUTSIDE = "{}[],:\"+-.0123456789eEtrufalsn \t\r\n";

  private enum State {
    /// Before the first character that shows what it is.
    BEFORE,
    OUTSIDE,
    STRING,
    /// The text is no JSON.
    NONE
  }

  private final int level;
  private State state = State.BEFORE;

  /// How many characters of an escape have been read, `unit` what they say.
  private int escape;

  private int unit;

  /// What is inside the string.
  private @Nullable Depth inner;

  /// What was read last here; 0 before that.
  private char last;

  Depth() {
    this(0);
  }

  private Depth(int level) {
    this.level = level;
  }

  /// Goes on by a character.
  void read(char c) {
    last = c;
    switch (state) {
      case NONE -> {}
      case BEFORE -> {
        if (c == '{' || c == '[') state = State.OUTSIDE;
        else if (" \t\r\n".indexOf(c) < 0) state = State.NONE;
      }
      case OUTSIDE -> {
        if (c == '"') {
          state = State.STRING;
          inner = level + 1 < MAX ? new Depth(level + 1) : null;
        } else if (OUTSIDE.indexOf(c) < 0) {
          state = State.NONE;
        }
      }
      case STRING -> string(c);
    }
  }

  private void string(char c) {
    if (escape == 0) {
      if (c == '\\') {
        escape = 1;
      } else if (c == '"') {
        state = State.OUTSIDE;
        inner = null;
      } else {
        inside(c);
      }
    } else if (escape == 1 && c != 'u') {
      escape = 0;
      inside(JsonText.single(c));
    } else if (escape == 1) {
      escape = 2;
      unit = 0;
    } else {
      unit = unit * 16 + Math.max(0, Character.digit(c, 16));
      if (++escape == 6) {
        escape = 0;
        inside((char) unit);
      }
    }
  }

  private void inside(char c) {
    if (inner != null) inner.read(c);
  }

  /// The character that the text says last, where escapes stand for what they say; 0 at the
  /// beginning of it, and of a string in it.
  char last() {
    return state == State.STRING && inner != null ? inner.last() : last;
  }

  /// Whether no escape is in the middle.
  boolean whole() {
    return escape == 0 && (inner == null || inner.whole());
  }

  int depth() {
    if (state != State.STRING) return 0;
    return inner == null ? 1 : 1 + inner.depth();
  }
}
