package probity.wire.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Prompt;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.PlainJson;
import probity.wire.RequestHead;

/// Reads one request: a message, or in the older revisions a batch of them.
final class McpRequest {
  private static final int BATCH_MAX = 64;

  private McpRequest() {}

  static Prompt read(RequestHead head, Bytes body) {
    try {
      return head.method().equals("POST") ? posted(head, body) : bare(head, body);
    } catch (JsonFault fault) {
      return fault.prompt(body);
    }
  }

  /// GET opens a stream of the session, DELETE ends it; neither says anything.
  private static Prompt bare(RequestHead head, Bytes body) {
    if (body.length() > 0) throw PlaceReader.wrongShape("only a POST has a body");
    if (new McpHeaders(head).isStateless()) {
      throw PlaceReader.wrongShape("this revision has no sessions");
    }
    return new Prompt.Opaque(body, Coverage.NONE);
  }

  private static Prompt posted(RequestHead head, Bytes body) {
    var in = new PlaceReader(body, McpNames.MEMBERS);
    var messages = new ArrayList<McpMessage>();
    boolean batch = in.json.next() == '[';
    if (batch) {
      in.json.array(index -> {
        if (index == BATCH_MAX) {
          throw PlaceReader.wrongShape("more than " + BATCH_MAX + " messages in a batch");
        }
        messages.add(McpMessage.read(in, body, "/" + index, Side.CLIENT));
      });
    } else {
      messages.add(McpMessage.read(in, body, "", Side.CLIENT));
    }
    in.json.end();
    if (messages.isEmpty()) throw PlaceReader.wrongShape("an empty batch");
    var headers = new McpHeaders(head);
    if (batch) headers.check(messages);
    else headers.check(messages.getFirst());
    var calls = calls(body, messages);
    return new Prompt.Read(
        body,
        in.coverage(),
        "",
        false,
        0,
        0,
        in.places,
        calls.stream().map(Prompt.ToolCall::name).toList(),
        calls,
        in.documents.documents(),
        Optional.empty());
  }

  private static List<Prompt.ToolCall> calls(Bytes body, List<McpMessage> messages) {
    return messages.stream()
        .filter(McpMessage::isCall)
        .map(call ->
            new Prompt.ToolCall(
                call.name().orElse(""), call.arguments(), PlainJson.text(body, call.argumentsAt())))
        .toList();
  }

  /// The ids, as JSON, of the requests in a body that was read before; none of a body that is no
  /// JSON.
  static Ids ids(Prompt asked) {
    Bytes body = asked.body();
    var in = new PlaceReader(body, McpNames.MEMBERS);
    var ids = new ArrayList<String>();
    boolean listens = false;
    try {
      boolean batch = in.json.next() == '[';
      if (batch) {
        in.json.array(index -> add(ids, McpMessage.read(in, body, "", Side.CLIENT)));
      } else {
        var message = McpMessage.read(in, body, "", Side.CLIENT);
        add(ids, message);
        listens = message.method().filter(McpNames.LISTEN::equals).isPresent();
      }
      return new Ids(ids, batch, listens);
    } catch (JsonFault unreadable) {
      return new Ids(List.of(), false, false);
    }
  }

  private static void add(List<String> ids, McpMessage message) {
    if (message.isRequest()) message.id().ifPresent(ids::add);
  }

  /// @param requests those that want an answer, in their order
  /// @param batch whether they stand in a list
  /// @param listens whether the one request asks for a stream that goes on until somebody ends it
  record Ids(List<String> requests, boolean batch, boolean listens) {
    Ids {
      requests = List.copyOf(requests);
    }
  }
}
