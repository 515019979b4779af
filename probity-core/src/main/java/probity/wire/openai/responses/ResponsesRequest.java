package probity.wire.openai.responses;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.exchange.Prompt;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.Values;

/// Reads one request of the Responses API.
final class ResponsesRequest {
  private final PlaceReader in;
  private final Tools tools;
  private String model = "";
  private boolean stream;
  private int items;
  private long maxTokens;
  private String user = "";
  private String safetyIdentifier = "";

  private ResponsesRequest(Bytes body) {
    in = new PlaceReader(body, ResponsesNames.ALL);
    tools = new Tools(in);
  }

  static Prompt read(Bytes body) {
    var request = new ResponsesRequest(body);
    try {
      return request.body(body);
    } catch (JsonFault fault) {
      return fault.prompt(body);
    }
  }

  private Prompt body(Bytes body) {
    in.body(this::member);
    return new Prompt.Read(
        body,
        in.coverage(),
        model,
        stream,
        items,
        maxTokens,
        in.places,
        tools.names(),
        List.of(),
        in.documents.documents(),
        Optional.of(safetyIdentifier.isEmpty() ? user : safetyIdentifier)
            .filter(person -> !person.isEmpty()));
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "model" -> {
        if (in.json.skippedNull()) return;
        if (!in.json.isString()) throw PlaceReader.wrongShape("`model` is not a string");
        model = in.word(Kind.OTHER, pointer);
      }
      case "input" -> input(pointer);
      case "instructions" -> in.any(Kind.SYSTEM, pointer);
      case "stream" -> stream = Values.flag(in, name);
      case "background" -> {
        // The answer would come by another call, which this format does not read.
        if (Values.flag(in, name)) in.countNotRead("background");
      }
      case "max_output_tokens" -> maxTokens = Values.bound(in, name);
      case "user" -> user = in.word(Kind.OTHER, pointer);
      case "safety_identifier" -> safetyIdentifier = in.word(Kind.OTHER, pointer);
      case "tools" -> tools.read(pointer);
      case "previous_response_id", "conversation" -> {
        if (in.json.skippedNull()) return;
        in.countNotRead("stored-reference");
        in.any(Kind.OTHER, pointer);
      }
      case "prompt" -> prompt(pointer);
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private void input(String pointer) {
    switch (in.json.next()) {
      case '"' -> {
        in.string(Kind.USER, pointer);
        items = 1;
      }
      case '[' ->
          in.json.array(index -> {
            new Item(in, "").read(pointer + "/" + index);
            items++;
          });
      default -> {
        if (!in.json.skippedNull()) {
          throw PlaceReader.wrongShape("`input` is neither a string nor a list");
        }
      }
    }
  }

  /// A prompt that the provider holds and the gateway never sees; what is put into it stands here.
  private void prompt(String pointer) {
    if (in.json.skippedNull()) return;
    in.countNotRead("stored-reference");
    if (in.json.next() != '{') {
      in.any(Kind.OTHER, pointer);
      return;
    }
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      if (name.equals("variables") && in.json.next() == '{') {
        in.json.object((variable, from, to) -> value(in.member(at, variable, from, to)));
      } else in.any(Kind.OTHER, at);
    });
  }

  private void value(String pointer) {
    var value = new Parts(in, false);
    value.read("content", pointer);
    value.settle(Kind.USER);
  }
}
