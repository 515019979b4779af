package probity.detect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// What lists know of a word: whether people bear it as a first or as a last name.
final class Names {
  static final int FIRST = 1;
  static final int LAST = 2;

  private final Map<String, Integer> kinds;

  Names(Map<String, Integer> kinds) {
    this.kinds = Map.copyOf(kinds);
  }

  /// Reads lines of a kind and a name in lower case, packed with gzip.
  static Names read(InputStream in) throws IOException {
    var kinds = new HashMap<String, Integer>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kinds.put(line.substring(1), line.charAt(0) - '0');
      }
    }
    return new Names(kinds);
  }

  /// A sum of [#FIRST] and [#LAST].
  int kind(String word) {
    return kinds.getOrDefault(word.toLowerCase(Locale.ROOT), 0);
  }
}
