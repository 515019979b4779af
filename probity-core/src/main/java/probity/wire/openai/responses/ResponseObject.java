package probity.wire.openai.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.exchange.Place.Kind;
import probity.wire.Answer.Usage;
import probity.wire.PlaceReader;
import probity.wire.Values;

/// Reads the object `response`: a whole answer, or what an event of a stream says of one.
final class ResponseObject {
  private final PlaceReader in;
  private final List<Item> output = new ArrayList<>();
  private boolean hasOutput;
  private String id = "";
  private String status = "";
  private Optional<Usage> usage = Optional.empty();

  ResponseObject(PlaceReader in) {
    this.in = in;
  }

  void read(String pointer) {
    if (in.json.next() != '{') throw PlaceReader.wrongShape("a response is not an object");
    in.json.object((name, start, end) -> member(name, in.member(pointer, name, start, end)));
  }

  /// Items, in their order.
  List<Item> output() {
    return output;
  }

  boolean hasOutput() {
    return hasOutput;
  }

  String id() {
    return id;
  }

  /// Such as `completed`, `failed`; empty where it is not said.
  String status() {
    return status;
  }

  Optional<Usage> usage() {
    return usage;
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "id" -> id = in.word(Kind.OTHER, pointer);
      case "status" -> status = in.word(Kind.OTHER, pointer);
      case "output" -> {
        if (in.json.skippedNull()) return;
        if (in.json.next() != '[') throw PlaceReader.wrongShape("`output` is not a list");
        hasOutput = true;
        in.json.array(index -> {
          if (index > Values.INDEX_MAX) {
            throw PlaceReader.wrongShape("more than " + (Values.INDEX_MAX + 1) + " items");
          }
          var item = new Item(in, "assistant");
          item.read(pointer + "/" + index);
          output.add(item);
        });
      }
      case "usage" -> {
        if (in.json.skippedNull()) return;
        if (in.json.next() == '{') usage = Optional.of(counted(pointer));
        else in.any(Kind.OTHER, pointer);
      }
      case "instructions" -> in.any(Kind.SYSTEM, pointer);
      case "tools" -> in.any(Kind.TOOL_DESCRIPTION, pointer);
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private Usage counted(String pointer) {
    long[] counts = new long[3];
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      switch (name) {
        case "input_tokens" -> counts[0] = Values.tokens(in, at);
        case "output_tokens" -> counts[1] = Values.tokens(in, at);
        case "total_tokens" -> counts[2] = Values.tokens(in, at);
        default -> in.any(Kind.OTHER, at);
      }
    });
    return new Usage(counts[0], counts[1], counts[2]);
  }
}
