package probity.token;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Bytes;

/// What stands for a text in one exchange. Not for use by two threads at once.
final class Token {
  private final String text;
  private final String label;
  private final String value;
  private final SortedMap<Integer, String> spelled;

  /// By the depth, of the string of JSON itself as well: what is written there, and how long that
  /// is. An answer may hold a token very often.
  private final Map<Place, Bytes> written = new HashMap<>();

  private final Map<Place, Long> lengths = new HashMap<>();

  /// @param json whether the text is a string of JSON itself
  private record Place(int depth, boolean json) {}

  /// @param text the token, of ASCII that needs no escape in JSON
  /// @param label of what was found
  /// @param value the text that it stands for
  /// @param spelled by the depth in JSON, how the request writes the value there, where that is not
  ///   the shortest way
  Token(String text, String label, String value, SortedMap<Integer, String> spelled) {
    this.text = text;
    this.label = label;
    this.value = value;
    this.spelled = new TreeMap<>(spelled);
  }

  String text() {
    return text;
  }

  /// Whether it has the form of a number, which is another number where digits or letters stand
  /// directly before or behind it. Words and addresses have no digits.
  boolean number() {
    return text.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  String label() {
    return label;
  }

  /// How many bytes [#at] has, which are not made for that.
  long length(int depth, boolean json) {
    return lengths.computeIfAbsent(new Place(depth, json), this::length);
  }

  private long length(Place place) {
    String own = spelled.get(place.depth);
    int strings = place.json ? 1 : 0;
    return own != null
        ? JsonText.length(own, strings)
        : JsonText.length(value, place.depth + strings);
  }

  /// The value as it is written at a depth in JSON, in UTF-8; made once.
  Bytes at(int depth, boolean json) {
    return written.computeIfAbsent(new Place(depth, json), this::write);
  }

  private Bytes write(Place place) {
    String own = spelled.get(place.depth);
    String there = own != null ? own : JsonText.escaped(value, place.depth);
    String all = place.json ? JsonText.escaped(there, 1) : there;
    return Bytes.wrap(all.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "token of " + label;
  }
}
