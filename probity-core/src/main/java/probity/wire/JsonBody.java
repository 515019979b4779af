package probity.wire;

import java.util.List;
import java.util.Set;
import probity.exchange.Bytes;
import probity.exchange.Place;

/// Reads JSON of whatever shape, such as the errors of providers: every string is a place.
public final class JsonBody {
  private JsonBody() {}

  /// @param names that pointers may show
  public static Answer read(Bytes body, Set<String> names) {
    var in = new PlaceReader(body, names);
    try {
      in.any(Place.Kind.OTHER, "");
      in.json.end();
    } catch (JsonFault fault) {
      return fault.answer(body);
    }
    return answer(body, in);
  }

  /// An answer that calls no tool, counts no tokens and says nothing of its end, once its body was
  /// read.
  public static Answer.Read answer(Bytes body, PlaceReader in) {
    return new Answer.Read(
        body,
        in.coverage(),
        in.places,
        List.of(),
        Answer.Usage.NONE,
        List.of(),
        Texts.Spelling.JSON,
        List.of());
  }
}
