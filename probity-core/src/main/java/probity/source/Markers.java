package probity.source;

import java.util.LinkedHashSet;
import java.util.Set;
import probity.wire.DocumentNames;

/// Reads the markers that a connector adds to what it retrieves: `[src hr/payroll.md#14]`, with the
/// id or the URI of the document, and a part of it that does not count.
final class Markers {
  private static final String BEGIN = "[src ";
  private static final int NAMES_MAX = 1024;

  private Markers() {}

  /// The names in a text, each once, 1,024 at most; whether a document has them is not looked at.
  static Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0 && names.size() < NAMES_MAX) {
      int from = at + BEGIN.length();
      int end = end(text, from);
      if (end > from) names.add(text.substring(from, end));
      at = text.indexOf(BEGIN, from);
    }
    return names;
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
