package probity.wire.openai;

import java.util.ArrayList;
import java.util.List;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;

/// Reads one message, of a request or an answer. Its role may stand after its content.
final class ChatMessage {
  private final PlaceReader in;
  private final List<Integer> byRole = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private String role = "";
  private String answered = "";

  /// A tool call, with the places of its arguments.
  record Call(int index, String name, List<Integer> arguments) {}

  ChatMessage(PlaceReader in) {
    this.in = in;
  }

  void read(String pointer) {
    int from = in.places.size();
    in.json.object((name, start, end) -> member(name, in.member(pointer, name, start, end)));
    in.settle(byRole, kind());
    in.documents.result(answered, in.bytes(from, Kind.TOOL_RESULT));
  }

  /// Tool calls of the message, once it is read.
  List<Call> calls() {
    return calls;
  }

  private Kind kind() {
    return switch (role) {
      case "system", "developer" -> Kind.SYSTEM;
      case "user" -> Kind.USER;
      case "assistant" -> Kind.ASSISTANT;
      case "tool", "function" -> Kind.TOOL_RESULT;
      default -> Kind.OTHER;
    };
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "role" -> {
        if (!in.json.isString()) throw PlaceReader.wrongShape("a `role` is not a string");
        role = in.word(Kind.OTHER, pointer);
      }
      case "content" -> content(pointer);
      case "refusal", "reasoning_content", "reasoning" -> text(pointer);
      case "tool_call_id" -> answered = in.word(Kind.OTHER, pointer);
      case "tool_calls" -> toolCalls(pointer);
      case "function_call" -> call(pointer, -1);
      case "audio" -> audio(pointer);
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private void text(String pointer) {
    if (in.json.isString()) byRole.add(in.string(Kind.OTHER, pointer));
    else in.any(Kind.OTHER, pointer);
  }

  private void content(String pointer) {
    if (in.json.next() != '[') {
      text(pointer);
      return;
    }
    in.items(
        pointer,
        item -> {
          if (in.json.next() != '{') text(item);
          else in.json.object((name, start, end) -> part(name, in.member(item, name, start, end)));
        });
  }

  /// A member of a part, whatever the part's type says it is.
  private void part(String name, String pointer) {
    switch (name) {
      case "text", "refusal" -> text(pointer);
      case "image_url" -> embedded(pointer, "url", "image");
      case "input_audio" -> embedded(pointer, "data", "audio");
      case "file" -> embedded(pointer, "file_data", "file");
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  /// Content that is no text: counted as not read. Its bytes, when they are here, are no place; the
  /// address or id of what lies elsewhere is one.
  private void embedded(String pointer, String payload, String kind) {
    if (in.json.skippedNull()) return;
    in.countNotRead(kind);
    if (in.json.next() != '{') {
      payload(payload, pointer);
      return;
    }
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      if (name.equals("file_id")) in.countNotRead("stored-reference");
      if (name.equals(payload)) payload(name, at);
      else if (name.equals("filename")) in.documents.block(List.of(in.word(Kind.OTHER, at)));
      else in.any(Kind.OTHER, at);
    });
  }

  private void payload(String name, String pointer) {
    if (name.equals("url") && in.json.isString()) in.address(pointer);
    else in.unread(pointer);
  }

  private void audio(String pointer) {
    if (in.json.next() != '{') {
      in.any(Kind.OTHER, pointer);
      return;
    }
    in.countNotRead("audio");
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      switch (name) {
        case "data" -> payload(name, at);
        case "transcript" -> text(at);
        default -> in.any(Kind.OTHER, at);
      }
    });
  }

  private void toolCalls(String pointer) {
    if (in.json.next() != '[') {
      in.any(Kind.TOOL_ARGUMENTS, pointer);
      return;
    }
    in.json.array(index -> call(pointer + "/" + index, index));
  }

  private void call(String pointer, int index) {
    if (in.json.next() != '{') {
      in.any(Kind.TOOL_ARGUMENTS, pointer);
      return;
    }
    var call = new CallReader();
    in.json.object((name, start, end) -> call.member(name, in.member(pointer, name, start, end)));
    calls.add(new Call(index, call.name, call.arguments));
    in.documents.call(call.id, call.written);
  }

  /// Reads `{id, type, function: {name, arguments}}`, `{…, custom: {name, input}}`, or the legacy
  /// `{name, arguments}`.
  private final class CallReader {
    private String name = "";
    private String id = "";
    private String written = "";
    private final List<Integer> arguments = new ArrayList<>();

    void member(String member, String pointer) {
      switch (member) {
        case "name" -> name = in.word(Kind.OTHER, pointer);
        case "id" -> id = in.word(Kind.OTHER, pointer);
        case "arguments", "input" -> {
          int from = in.places.size();
          written = in.word(Kind.TOOL_ARGUMENTS, pointer);
          for (int i = from; i < in.places.size(); i++) arguments.add(i);
        }
        case "function", "custom" -> {
          if (in.json.next() != '{') in.any(Kind.TOOL_ARGUMENTS, pointer);
          else {
            in.json.object(
                (inner, start, end) -> member(inner, in.member(pointer, inner, start, end)));
          }
        }
        default -> in.any(Kind.OTHER, pointer);
      }
    }
  }
}
