package probity.wire;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import probity.exchange.Bytes;
import probity.exchange.Place;

/// The texts in which a probe looks at the arguments of a tool call.
public final class ArgumentTexts {
  private ArgumentTexts() {}

  /// The arguments as they were written, with no more escapes than JSON needs, and each string in
  /// them by itself. Arguments that are no JSON are one text.
  public static List<String> of(String written) {
    var texts = new LinkedHashSet<String>();
    texts.add(written);
    texts.add(PlainJson.text(written));
    var body = Bytes.utf8(written);
    var in = new PlaceReader(body, Set.of());
    try {
      in.any(Place.Kind.TOOL_ARGUMENTS, "");
      in.json.end();
    } catch (JsonFault noJson) {
      return List.copyOf(texts);
    }
    for (Place place : in.places) texts.add(Texts.text(body, place));
    return List.copyOf(texts);
  }
}
