package probity.wire.anthropic;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.exchange.Prompt;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.Values;

/// Reads one request of the Messages API, or one to count its tokens.
final class MessagesRequest {
  private final PlaceReader in;
  private final ToolList tools;
  private Optional<String> model = Optional.empty();
  private boolean stream;
  private int messages = -1;
  private long maxTokens;
  private Optional<String> person = Optional.empty();

  private MessagesRequest(Bytes body) {
    in = new PlaceReader(body, AnthropicNames.ALL);
    tools = new ToolList(in);
  }

  static Prompt read(Bytes body) {
    var request = new MessagesRequest(body);
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
        tools.names(),
        List.of(),
        in.documents.documents(),
        person.filter(name -> !name.isEmpty()));
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "model" -> {
        if (!in.json.isString()) throw PlaceReader.wrongShape("`model` is not a string");
        model = Optional.of(in.word(Kind.OTHER, pointer));
      }
      case "messages" -> messages(pointer);
      case "system" -> content(pointer, Kind.SYSTEM);
      case "stream" -> stream = Values.flag(in, name);
      case "max_tokens" -> maxTokens = Values.bound(in, name);
      case "tools" -> tools.read(pointer);
      case "mcp_servers" -> counted(pointer, "provider-tool");
      case "metadata" -> metadata(pointer);
      case "container" -> container(pointer);
      // Earlier messages that the provider holds.
      case "thread" -> reference(pointer);
      // Other models than the one that rules see.
      case "fallbacks" -> {
        if (in.json.skippedNull()) return;
        in.countNotRead("unknown-part");
        in.any(Kind.OTHER, pointer);
      }
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private void messages(String pointer) {
    if (in.json.next() != '[') throw PlaceReader.wrongShape("`messages` is not a list");
    messages = 0;
    in.json.array(index -> {
      message(pointer + "/" + index);
      messages++;
    });
  }

  private void message(String pointer) {
    if (in.json.next() != '{') throw PlaceReader.wrongShape("a message is not an object");
    var content = new Content(in, tools);
    String[] role = {""};
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      switch (name) {
        case "role" -> role[0] = in.word(Kind.OTHER, at);
        case "content" -> content.read(at);
        default -> in.any(Kind.OTHER, at);
      }
    });
    in.settle(content.texts(), kind(role[0]));
  }

  private static Kind kind(String role) {
    return switch (role) {
      case "system" -> Kind.SYSTEM;
      case "user" -> Kind.USER;
      case "assistant" -> Kind.ASSISTANT;
      default -> Kind.OTHER;
    };
  }

  private void content(String pointer, Kind kind) {
    var content = new Content(in, tools);
    content.read(pointer);
    in.settle(content.texts(), kind);
  }

  private void metadata(String pointer) {
    if (in.json.next() != '{') {
      in.any(Kind.OTHER, pointer);
      return;
    }
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      if (name.equals("user_id")) person = Optional.of(in.word(Kind.OTHER, at));
      else in.any(Kind.OTHER, at);
    });
  }

  /// A machine of the provider with what was left on it, and skills that the provider holds.
  private void container(String pointer) {
    if (in.json.next() != '{') {
      reference(pointer);
      return;
    }
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      switch (name) {
        case "id" -> reference(at);
        case "skills" -> counted(at, "stored-reference");
        default -> in.any(Kind.OTHER, at);
      }
    });
  }

  private void reference(String pointer) {
    if (in.json.skippedNull()) return;
    in.countNotRead("stored-reference");
    in.any(Kind.OTHER, pointer);
  }

  /// A list of which each item counts as not read.
  private void counted(String pointer, String kind) {
    if (in.json.next() != '[') {
      in.any(Kind.OTHER, pointer);
      return;
    }
    in.items(
        pointer,
        item -> {
          in.countNotRead(kind);
          in.any(Kind.OTHER, item);
        });
  }
}
