package probity.console.traffic;

import java.util.EnumMap;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.console.Values;
import probity.ledger.UtcTime;

/// Reads what is asked from a query. What has no form that could be meant is left out; the page
/// shows what holds.
final class AskedReader {
  private static final int WORD_MAX = 200;
  private static final String FULL_TIME = "0000-01-01T00:00:00.000Z";
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{3})?)?)?Z?");

  private AskedReader() {}

  static Asked read(Values query) {
    var words = new EnumMap<Facet, String>(Facet.class);
    for (Facet facet : Facet.values()) {
      String word = query.text(facet.word());
      if (!word.isEmpty() && word.length() <= WORD_MAX) words.put(facet, word);
    }
    String source = query.text("source");
    return new Asked(
        words,
        source.length() <= WORD_MAX ? source : "",
        time(query.text("from")),
        time(query.text("until")),
        Optional.of(query.text("before")).filter(AskedReader::isPlace));
  }

  /// A time in the form that entries have; empty where it is none.
  private static String time(String given) {
    String text = given.replace(' ', 'T');
    if (!TIME.matcher(text).matches()) return "";
    String bare = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
    String full = bare + FULL_TIME.substring(bare.length());
    return UtcTime.isValid(full) ? full : "";
  }

  private static boolean isPlace(String text) {
    int at = text.indexOf('/');
    return at > 0
        && UtcTime.isValid(text.substring(0, at))
        && text.substring(at + 1).matches("[0-9]{1,18}");
  }
}
