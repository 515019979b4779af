package probity.yaml;

import java.util.Comparator;

/// Something wrong in a file that people wrote, with its place.
///
/// @param line from 1; 0 when the file as a whole is meant
/// @param column from 1, in characters; 0 when the file as a whole is meant
/// @param message what came and what was expected
/// @param sourceLine the line as written, or empty when there is none to show
public record Mistake(String file, int line, int column, String message, String sourceLine) {
  /// From the top of the first file to the end of the last.
  static final Comparator<Mistake> BY_PLACE =
      Comparator.comparing(Mistake::file)
          .thenComparingInt(Mistake::line)
          .thenComparingInt(Mistake::column);

  /// A mistake about a file as a whole: one that is missing, or too large.
  public static Mistake ofFile(String file, String message) {
    return new Mistake(file, 0, 0, message, "");
  }

  /// The mistake as a person reads it: place and message, then the line with a caret below.
  public String render() {
    if (line == 0) return file + ": " + message;
    String head = file + ":" + line + ":" + column + ": " + message;
    if (sourceLine.isEmpty()) return head;
    String number = "  " + line;
    return head
        + "\n"
        + number
        + " | "
        + sourceLine
        + "\n"
        + " ".repeat(number.length())
        + " | "
        + padding()
        + "^";
  }

  /// As wide as what stands before the caret; a tab stays a tab, so that both lines agree.
  private String padding() {
    var out = new StringBuilder();
    sourceLine.codePoints().limit(column - 1L).forEach(c -> out.append(c == '\t' ? '\t' : ' '));
    return out.toString();
  }
}
