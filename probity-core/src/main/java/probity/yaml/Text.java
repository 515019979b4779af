package probity.yaml;

import java.util.Collection;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A text of the file that knows its place.
public final class Text {
  /// Letters that stand for a blank after a backslash.
  private static final String BLANK_ESCAPES = "ntrvfNLP";

  private final Source source;
  private final ScalarNode node;

  Text(Source source, ScalarNode node) {
    this.source = source;
    this.node = node;
  }

  public String value() {
    return node.getValue();
  }

  public String file() {
    return source.path();
  }

  /// The line it begins on, from 1.
  public int line() {
    return start(node).getLine() + 1;
  }

  /// Where it is written in the file, from the first of its characters to behind the last, quotes
  /// included; counted in code points.
  public int from() {
    return start(node).getIndex();
  }

  /// Behind [#from].
  public int to() {
    return end(node).getIndex();
  }

  public void mistake(String message) {
    source.mistake(start(node), message);
  }

  /// A sentence with the place of this text, for what is no mistake of the file.
  public Mistake noted(String message) {
    return source.noted(start(node), message);
  }

  /// A mistake at a code point of the value. Where folding, escapes or indentation moved it, the
  /// place is that in the file.
  public void mistakeAt(int offset, String message) {
    source.mistake(indexOf(offset), message);
  }

  /// Whether it is one of `words`; if not, that is a mistake.
  ///
  /// @param what what the words are, as in "unknown label"
  public boolean isOneOf(Collection<String> words, String what) {
    if (words.contains(value())) return true;
    mistake("unknown " + what + " `" + value() + "`" + Nearest.hint(value(), words));
    return false;
  }

  static Mark start(Node node) {
    return node.getStartMark().orElseThrow(() -> new IllegalStateException("marks are on"));
  }

  static Mark end(Node node) {
    return node.getEndMark().orElseThrow(() -> new IllegalStateException("marks are on"));
  }

  /// Walks value and file side by side. Between two characters of a value the file holds only what
  /// YAML takes away: line breaks, indentation and the second half of escapes.
  private int indexOf(int offset) {
    int[] file = source.codePoints();
    int[] value = value().codePoints().toArray();
    int end = end(node).getIndex();
    int at = contentStart(file);
    for (int i = 0; i <= offset && i < value.length; i++) {
      if (!Character.isWhitespace(value[i])) at = skipBlanks(file, at, end);
      if (i == offset) break;
      at += width(file, at, value[i]);
    }
    return Math.min(at, end);
  }

  private int contentStart(int[] file) {
    int at = start(node).getIndex();
    if (node.getScalarStyle() == ScalarStyle.PLAIN) return at;
    if (quoted()) return at + 1;
    while (at < file.length && file[at] != '\n') at++;
    at++;
    while (at < file.length && file[at] == ' ') at++;
    return at;
  }

  private boolean quoted() {
    return node.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
        || node.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
  }

  private int skipBlanks(int[] file, int from, int end) {
    int at = from;
    while (at < end) {
      boolean escaped =
          node.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
              && file[at] == '\\'
              && at + 1 < end
              && (Character.isWhitespace(file[at + 1]) || BLANK_ESCAPES.indexOf(file[at + 1]) >= 0);
      if (!Character.isWhitespace(file[at]) && !escaped) break;
      at += escaped ? 2 : 1;
    }
    return at;
  }

  /// How many characters of the file stand for one of the value.
  private int width(int[] file, int at, int c) {
    if (at >= file.length) return 0;
    boolean doubled = node.getScalarStyle() == ScalarStyle.SINGLE_QUOTED && c == '\'';
    if (doubled) return 2;
    if (node.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
        && file[at] == '\\'
        && at + 1 < file.length) {
      return switch (file[at + 1]) {
        case 'x' -> 4;
        case 'u' -> 6;
        case 'U' -> 10;
        default -> 2;
      };
    }
    // A blank of the value may stand for a fold that has been passed already.
    return Character.isWhitespace(c) && !Character.isWhitespace(file[at]) ? 0 : 1;
  }
}
