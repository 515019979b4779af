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
      return new Answer.Unreadable(body, fault.fault, fault.detail);
    }
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
