package probity.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Place;
import probity.exchange.Place.Kind;

/// Reads a body of some format and keeps the place of every string in it.
///
/// Typed members are read by the format's own reader, all else by [#any]: no string is passed over.
public final class PlaceReader {
  /// A place costs some hundred bytes of memory, a string in a body only three.
  public static final int PLACES_MAX = 200_000;

  private static final String DATA = "data:";
  private static final int DATA_HEADER_MAX = 128;

  public final JsonCursor json;
  public final List<Place> places = new ArrayList<>();
  public final DocumentNames documents = new DocumentNames();
  private final Bytes body;
  private final Set<String> names;
  private final SortedMap<String, Integer> notRead = new TreeMap<>();

  /// @param names that the format defines, and that pointers may therefore show
  public PlaceReader(Bytes body, Set<String> names) {
    this.body = body;
    this.names = names;
    json = new JsonCursor(body);
  }

  /// Reads the whole of a body, which must be an object.
  ///
  /// @param member reads the value of a member of that name, whose pointer is given
  public void body(BiConsumer<String, String> member) {
    body(
        () -> json.object((name, start, end) -> member.accept(name, member("", name, start, end))));
  }

  /// Reads the whole of a body, which must be an object.
  ///
  /// @param object reads it
  public void body(Runnable object) {
    if (json.next() != '{') {
      // Read on: a fault of the JSON itself outranks one of the shape.
      any(Kind.OTHER, "");
      json.end();
      throw wrongShape("the body is not an object");
    }
    object.run();
    json.end();
  }

  /// Reads a string, keeps its place, and returns the index of it.
  public int string(Kind kind, String pointer) {
    json.string();
    countEmbedded();
    return place(kind, pointer, json.start(), json.stop());
  }

  private int place(Kind kind, String pointer, int start, int end) {
    if (places.size() == PLACES_MAX) {
      throw new JsonFault(BodyFault.TOO_LARGE, "more than " + PLACES_MAX + " strings");
    }
    places.add(new Place(kind, pointer, start, end));
    return places.size() - 1;
  }

  /// A `data:` URI in base64 is looked at as text, but what it holds is not read.
  private void countEmbedded() {
    String head = head(DATA_HEADER_MAX).toLowerCase(Locale.ROOT);
    if (head.startsWith(DATA) && head.contains(";base64,")) countNotRead(embedded(head));
  }

  private String head(int max) {
    int length = Math.min(json.stop() - json.start(), max);
    return new String(body.array(), json.start(), length, StandardCharsets.ISO_8859_1);
  }

  private static String embedded(String head) {
    if (head.startsWith("data:image/")) return "image";
    if (head.startsWith("data:audio/")) return "audio";
    return "file";
  }

  /// Reads any value; every string in it is a place of `kind`, each unknown member name one of
  /// `OTHER`.
  public void any(Kind kind, String pointer) {
    switch (json.next()) {
      case '{' -> json.object((name, start, end) -> any(kind, member(pointer, name, start, end)));
      case '[' -> items(pointer, item -> any(kind, item));
      case '"' -> string(kind, pointer);
      default -> json.scalar();
    }
  }

  /// Reads any value as [#any] does; the text when it is a string, else the empty one.
  public String word(Kind kind, String pointer) {
    if (!json.isString()) {
      any(kind, pointer);
      return "";
    }
    string(kind, pointer);
    return json.text();
  }

  /// Reads an address: a place, unless it is a `data:` URI, which holds the content itself.
  public void address(String pointer) {
    json.string();
    if (!head(DATA.length()).equalsIgnoreCase(DATA)) {
      place(Kind.OTHER, pointer, json.start(), json.stop());
    }
  }

  /// Reads bytes of other than text, spelled as a string: no place. Any other value is read as by
  /// [#any].
  public void unread(String pointer) {
    if (json.isString()) json.string();
    else any(Kind.OTHER, pointer);
  }

  public void countNotRead(String kind) {
    notRead.merge(kind, 1, Integer::sum);
  }

  /// Reads one item of an array.
  public interface Item {
    void read(String pointer);
  }

  /// Reads an array, with a pointer for each item that is not a mere number or word.
  public void items(String pointer, Item item) {
    json.array(index -> {
      byte next = json.next();
      if (next == '{' || next == '[' || next == '"') item.read(pointer + "/" + index);
      else json.scalar();
    });
  }

  /// The pointer of a member; a name that the format does not define is a place of its own.
  public String member(String pointer, String name, int start, int end) {
    if (names.contains(name)) return pointer + "/" + name;
    place(Kind.OTHER, pointer + "/*", start, end);
    return pointer + "/*";
  }

  /// Gives places read earlier the kind that became known later.
  public void settle(List<Integer> indexes, Kind kind) {
    for (int index : indexes) {
      Place place = places.get(index);
      places.set(
          index, new Place(kind, place.pointer(), place.start(), place.end(), place.fixed()));
    }
  }

  /// How many bytes of text places read from `from` on hold, of those that have the kind.
  public int bytes(int from, Kind kind) {
    int bytes = 0;
    for (Place place : places.subList(from, places.size())) {
      if (place.kind() == kind) bytes += place.end() - place.start();
    }
    return bytes;
  }

  /// Gives places read from `from` on another kind, if they have the one.
  public void settle(int from, Kind kind, Kind other) {
    for (int index = from; index < places.size(); index++) {
      if (places.get(index).kind() == kind) settle(List.of(index), other);
    }
  }

  /// The text of a place can only go on as it came.
  public void fix(int index) {
    Place place = places.get(index);
    places.set(index, new Place(place.kind(), place.pointer(), place.start(), place.end(), true));
  }

  /// Takes back a place that turned out to hold no text: its index stays, with nothing there.
  public void empty(int index) {
    Place place = places.get(index);
    places.set(index, new Place(place.kind(), place.pointer(), place.start(), place.start()));
  }

  public Coverage coverage() {
    var count = new CoverageCount();
    count.read(places);
    count.notRead(notRead);
    return count.coverage();
  }

  /// How many parts were not read, by kind.
  public SortedMap<String, Integer> notRead() {
    return notRead;
  }

  public static JsonFault wrongShape(String detail) {
    return new JsonFault(BodyFault.WRONG_SHAPE, detail);
  }
}
