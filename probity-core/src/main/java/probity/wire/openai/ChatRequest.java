package probity.wire.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.exchange.Prompt;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.Values;

/// Reads one request of Chat Completions.
final class ChatRequest {
  private final PlaceReader in;
  private Optional<String> model = Optional.empty();
  private boolean stream;
  private int messages = -1;
  private long maxTokens;
  private final List<String> tools = new ArrayList<>();
  private String user = "";
  private String safetyIdentifier = "";

  private ChatRequest(Bytes body) {
    in = new PlaceReader(body, ChatNames.ALL);
  }

  static Prompt read(Bytes body) {
    var request = new ChatRequest(body);
    try {
      return request.body(body);
    } catch (JsonFault fault) {
      return fault.prompt(body);
    }
  }

  private Prompt body(Bytes body) {
    in.body(this::member);
    if (model.isEmpty()) throw PlaceReader.wrongShape("`model` is missing");
    if (messages < 0) throw PlaceReader.wrongShape("`messages` is missing");
    return new Prompt.Read(
        body,
        in.coverage(),
        model.get(),
        stream,
        messages,
        maxTokens,
        in.places,
        tools,
        List.of(),
        in.documents.documents(),
        Optional.of(safetyIdentifier.isEmpty() ? user : safetyIdentifier)
            .filter(person -> !person.isEmpty()));
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "model" -> {
        if (!in.json.isString()) throw PlaceReader.wrongShape("`model` is not a string");
        model = Optional.of(in.word(Kind.OTHER, pointer));
      }
      case "messages" -> messages(pointer);
      case "stream" -> stream = Values.flag(in, name);
      case "max_tokens", "max_completion_tokens" ->
          maxTokens = Math.max(maxTokens, Values.bound(in, name));
      case "n" -> Values.bound(in, name);
      case "user" -> user = in.word(Kind.OTHER, pointer);
      case "safety_identifier" -> safetyIdentifier = in.word(Kind.OTHER, pointer);
      case "tools", "functions" -> tools(pointer);
      case "web_search_options" -> {
        if (in.json.skippedNull()) return;
        tools.add("web_search");
        in.any(Kind.OTHER, pointer);
      }
      case "previous_response_id", "conversation", "prompt" -> reference(pointer);
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  /// Text that the provider holds and the gateway never sees.
  private void reference(String pointer) {
    if (in.json.skippedNull()) return;
    in.countNotRead("stored-reference");
    in.any(Kind.OTHER, pointer);
  }

  private void messages(String pointer) {
    if (in.json.next() != '[') throw PlaceReader.wrongShape("`messages` is not a list");
    messages = 0;
    in.json.array(index -> {
      if (in.json.next() != '{') throw PlaceReader.wrongShape("a message is not an object");
      new ChatMessage(in).read(pointer + "/" + index);
      messages++;
    });
  }

  private void tools(String pointer) {
    if (in.json.next() != '[') {
      in.any(Kind.TOOL_DESCRIPTION, pointer);
      return;
    }
    in.items(
        pointer,
        item -> {
          if (in.json.next() != '{') {
            in.any(Kind.TOOL_DESCRIPTION, item);
            return;
          }
          var tool = new Tool();
          in.json.object(
              (name, start, end) -> tool.member(name, in.member(item, name, start, end)));
          tools.add(tool.name.isEmpty() ? tool.type : tool.name);
        });
  }

  /// A tool on offer. One without a name, run by the provider itself, goes by its type.
  private final class Tool {
    private String type = "";
    private String name = "";

    void member(String member, String pointer) {
      switch (member) {
        case "type" -> type = in.word(Kind.TOOL_DESCRIPTION, pointer);
        case "name" -> name = in.word(Kind.TOOL_DESCRIPTION, pointer);
        case "function", "custom" -> definition(pointer);
        default -> in.any(Kind.TOOL_DESCRIPTION, pointer);
      }
    }

    private void definition(String pointer) {
      if (in.json.next() != '{') {
        in.any(Kind.TOOL_DESCRIPTION, pointer);
        return;
      }
      in.json.object((member, start, end) -> {
        String at = in.member(pointer, member, start, end);
        if (member.equals("name")) name = in.word(Kind.TOOL_DESCRIPTION, at);
        else in.any(Kind.TOOL_DESCRIPTION, at);
      });
    }
  }
}
