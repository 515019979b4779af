package probity.source;

import java.util.function.Consumer;
import probity.wire.DocumentNames;

/// Reads the markers that a connector adds to what it retrieves: `[src hr/payroll.md#14]`, with the
/// id or the URI of the document, and a part of it that does not count.
final class Markers {
  private static final String BEGIN = "[src ";

  private Markers() {}

  /// Tells the name in each marker of a text, in their order; whether a document has it is not
  /// looked at.
  ///
  /// There is no bound but the text's: whoever can write markers before a real one could hide it
  /// behind a bound. The work is linear, since no marker reaches into the next.
  static void each(String text, Consumer<String> then) {
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int from = at + BEGIN.length();
      int end = end(text, from);
      if (end > from) then.accept(text.substring(from, end));
      at = text.indexOf(BEGIN, from);
    }
  }

  /// Where the name that begins at `from` ends, or -1 where none does.
  private static int end(String text, int from) {
    int max = Math.min(text.length(), from + DocumentNames.NAME_MAX + 1);
    for (int at = from; at < max; at++) {
      char c = text.charAt(at);
      if (c == ']') return at;
      if (c == '[' || c == '\n' || c == '\r') return -1;
    }
    return -1;
  }
}
