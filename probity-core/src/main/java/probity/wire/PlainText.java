package probity.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Place;

/// A body that is text and nothing more, such as a proxy's error page: one place.
public final class PlainText {
  private PlainText() {}

  public static Answer answer(Bytes body) {
    int fault = Utf8.fault(body.array(), 0, body.length());
    if (fault >= 0) {
      return new Answer.Unreadable(body, BodyFault.INVALID_UTF8, "not utf-8, at byte " + fault);
    }
    return new Answer.Read(
        body,
        new Coverage(new TreeMap<>(Map.of("other", 1)), new TreeMap<>()),
        places(body),
        List.of(),
        Answer.Usage.NONE,
        List.of(),
        Texts.Spelling.PLAIN,
        List.of());
  }

  /// A text that is not a body, such as the value of a header: one place.
  public static Texts texts(String text) {
    var body = Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    return new Texts(body, places(body), Texts.Spelling.PLAIN);
  }

  /// The whole of a text that is known to be UTF-8, as its only place.
  static List<Place> places(Bytes body) {
    return List.of(new Place(Place.Kind.OTHER, "", 0, body.length()));
  }
}
