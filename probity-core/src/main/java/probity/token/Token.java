package probity.token;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What stands for a text in one exchange.
///
/// @param text the token, of ASCII that needs no escape in JSON
/// @param label of what was found
/// @param value the text that it stands for
/// @param spelled by the depth in JSON, how the request writes the value there, where that is not
///   the shortest way
record Token(String text, String label, String value, SortedMap<Integer, String> spelled) {
  Token {
    spelled = Collections.unmodifiableSortedMap(new TreeMap<>(spelled));
  }

  /// The value as it is written at a depth in JSON.
  String at(int depth) {
    String written = spelled.get(depth);
    return written != null ? written : JsonText.escaped(value, depth);
  }

  @Override
  public String toString() {
    return "token of " + label;
  }
}
