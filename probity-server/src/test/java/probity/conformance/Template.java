package probity.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A body with markers where content stands: `{{place}}`, with the words that stand there when the
/// secret is elsewhere `{{place|words}}`, and for a text that comes in parts `{{place:1/2}}`.
///
/// A place may have many markers: then its text stands there again, whole or in parts.
final class Template {
  private static final Pattern MARKER =
      Pattern.compile("\\{\\{([a-z0-9._-]+)(?::([1-9])/([1-9]))?(?:\\|([^{}|]*))?}}");
  private static final String CALM = "all is well";

  /// The place whose text tells one exchange from another.
  static final String TICKET = "ticket";

  /// What a place stands in.
  enum Context {
    /// A string of JSON.
    JSON,
    /// A string of JSON inside a string of JSON: places whose name ends in `.json`.
    INNER,
    /// A line that is no JSON: places whose name begins with `line.`.
    LINE
  }

  /// @param part 1 to `parts`; both 0 where the whole text stands
  private record Marker(int start, int end, String place, int part, int parts) {}

  private final String text;
  private final List<Marker> markers = new ArrayList<>();
  private final SortedMap<String, Integer> places = new TreeMap<>();
  private final Map<String, String> calm = new HashMap<>();

  Template(String text) {
    this.text = text;
    var found = MARKER.matcher(text);
    while (found.find()) {
      int part = number(found.group(2));
      int parts = number(found.group(3));
      String place = found.group(1);
      Optional.ofNullable(found.group(4)).ifPresent(words -> calm.put(place, words));
      markers.add(new Marker(found.start(), found.end(), place, part, parts));
      if (place.equals(TICKET)) continue;
      int known = places.getOrDefault(place, 0);
      if (parts > 0 && known > 0 && parts != known) {
        throw new IllegalArgumentException(
            "`" + place + "` has " + parts + " and " + known + " parts");
      }
      places.put(place, Math.max(parts, known));
    }
  }

  private static int number(@org.jspecify.annotations.Nullable String digit) {
    return digit == null ? 0 : Integer.parseInt(digit);
  }

  /// Its places, with the number of parts in which each text comes; 0 where it comes whole.
  SortedMap<String, Integer> places() {
    return Collections.unmodifiableSortedMap(places);
  }

  static Context context(String place) {
    if (place.startsWith("line.")) return Context.LINE;
    return place.endsWith(".json") ? Context.INNER : Context.JSON;
  }

  /// What stands in one place.
  ///
  /// @param pieces of the text, as many as the place has parts, or one
  record Planted(String place, List<String> pieces, Spelling spelling) {
    Planted {
      pieces = List.copyOf(pieces);
    }

    static final Planted NOTHING = new Planted("", List.of(), Spelling.PLAIN);
  }

  /// The body with something in one place, and calm words in all others.
  String with(Planted planted, String ticket) {
    var out = new StringBuilder();
    int at = 0;
    for (Marker marker : markers) {
      out.append(text, at, marker.start);
      out.append(shown(marker, planted, ticket));
      at = marker.end;
    }
    return out.append(text, at, text.length()).toString();
  }

  private String shown(Marker marker, Planted planted, String ticket) {
    if (marker.place.equals(TICKET)) return ticket;
    boolean here = marker.place.equals(planted.place());
    var pieces = here ? planted.pieces() : calm(marker);
    var spelling = here ? planted.spelling() : Spelling.PLAIN;
    String piece = marker.part == 0 ? String.join("", pieces) : pieces.get(marker.part - 1);
    return spelling.written(piece, context(marker.place));
  }

  private List<String> calm(Marker marker) {
    String words = calm.getOrDefault(marker.place, CALM);
    int parts = places.getOrDefault(marker.place, 0);
    return divided(words, parts, words.length() / Math.max(1, parts));
  }

  /// A text in `parts`, the first of which has `first` characters and the others about as many each
  /// of what is left.
  static List<String> divided(String text, int parts, int first) {
    if (parts < 2) return List.of(text);
    var pieces = new ArrayList<String>();
    int at = 0;
    int to = whole(text, Math.min(first, text.length()));
    for (int part = 1; part <= parts; part++) {
      if (part == parts) to = text.length();
      else if (part > 1) to = whole(text, at + (text.length() - at) / (parts - part + 1));
      pieces.add(text.substring(at, to));
      at = to;
    }
    return pieces;
  }

  /// The same offset, or that of the character in whose middle it lies: no JSON holds half of one.
  private static int whole(String text, int at) {
    boolean half = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
    return half ? at - 1 : at;
  }
}
