package probity.wire.mcp;

import java.util.ArrayList;
import java.util.List;
import probity.exchange.Bytes;
import probity.wire.Answer;
import probity.wire.JsonFault;
import probity.wire.Offers;
import probity.wire.PlaceReader;
import probity.wire.Texts;

/// Reads an answer in one piece: a message, a batch of them, or nothing, which is how servers
/// acknowledge notifications and the end of a session.
final class McpAnswer {
  private McpAnswer() {}

  static Answer read(Bytes body) {
    var in = new PlaceReader(body, McpNames.MEMBERS);
    var offers = new ArrayList<Offers>();
    try {
      if (body.length() > 0) {
        if (in.json.next() == '[') {
          in.json.array(index -> offers.addAll(message(in, body, "/" + index)));
        } else {
          offers.addAll(message(in, body, ""));
        }
        in.json.end();
      }
    } catch (JsonFault fault) {
      return fault.answer(body);
    }
    return new Answer.Read(
        body,
        in.coverage(),
        in.places,
        List.of(),
        Answer.Usage.NONE,
        List.of(),
        Texts.Spelling.JSON,
        List.of(),
        offers);
  }

  private static List<Offers> message(PlaceReader in, Bytes body, String pointer) {
    return McpMessage.read(in, body, pointer, Side.SERVER).offers();
  }
}
