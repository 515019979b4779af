package probity.yaml;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// A file's text and where its mistakes go. Places are counted in code points, as YAML's marks are.
final class Source {
  /// A longer line is not shown: a caret far to the right helps nobody.
  private static final int LINE_SHOWN_MAX = 160;

  private final String path;
  private final List<String> lines;
  private final int[] codePoints;
  private final Mistakes mistakes;

  Source(String path, String text, Mistakes mistakes) {
    this.path = path;
    this.lines = text.lines().toList();
    this.codePoints = text.codePoints().toArray();
    this.mistakes = mistakes;
  }

  int[] codePoints() {
    return codePoints;
  }

  String path() {
    return path;
  }

  void mistake(Mark mark, String message) {
    mistakes.add(noted(mark, message));
  }

  /// A sentence at a place, which is not counted as a mistake.
  Mistake noted(Mark mark, String message) {
    return at(mark.getLine(), mark.getColumn(), message);
  }

  /// A mistake at a code point of the text.
  void mistake(int index, String message) {
    int line = 0;
    int column = 0;
    for (int i = 0; i < Math.min(index, codePoints.length); i++) {
      boolean crlf =
          codePoints[i] == '\r' && i + 1 < codePoints.length && codePoints[i + 1] == '\n';
      if (codePoints[i] == '\n' || (codePoints[i] == '\r' && !crlf)) {
        line++;
        column = 0;
      } else {
        column++;
      }
    }
    mistakes.add(at(line, column, message));
  }

  private Mistake at(int line, int column, String message) {
    return new Mistake(path, line + 1, column + 1, message, shown(line));
  }

  private String shown(int line) {
    if (line >= lines.size() || lines.get(line).length() > LINE_SHOWN_MAX) return "";
    var out = new StringBuilder();
    lines
        .get(line)
        .codePoints()
        .map(c -> Character.isISOControl(c) && c != '\t' ? '\uFFFD' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
