package probity.detect;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into sentences, lines and other parts that stand for themselves.
final class Sentences {
  /// A part with fewer characters is joined with the next one.
  private static final int SHORT = 24;

  private Sentences() {}

  /// A part of the text.
  record Part(int start, int end) {}

  /// The parts in order; none begins or ends with white space.
  static List<Part> of(String text) {
    var parts = new ArrayList<Part>();
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      if (!endsAt(text, at)) continue;
      if (at + 1 - start >= SHORT || isBlankLine(text, at)) {
        add(text, start, at + 1, parts);
        start = at + 1;
      }
    }
    add(text, start, text.length(), parts);
    return parts;
  }

  private static boolean endsAt(String text, int at) {
    char c = text.charAt(at);
    if (c == '\n' || c == '\u3002' || c == '\uff01' || c == '\uff1f') return true;
    if (c != '.' && c != '!' && c != '?') return false;
    return at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1));
  }

  private static boolean isBlankLine(String text, int at) {
    return text.startsWith("\n\n", at);
  }

  private static void add(String text, int from, int to, List<Part> parts) {
    int start = from;
    int end = to;
    while (start < end && Character.isWhitespace(text.charAt(start))) start++;
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) end--;
    if (start < end) parts.add(new Part(start, end));
  }
}
