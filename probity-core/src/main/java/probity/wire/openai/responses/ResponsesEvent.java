package probity.wire.openai.responses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;
import probity.wire.Range;
import probity.wire.Values;

/// What stands in one event of a stream, before its type says what that means.
final class ResponsesEvent {
  final PlaceReader in;
  final Bytes data;

  /// Places of members that hold a text or a part of one.
  private final Map<String, Integer> texts = new HashMap<>();

  /// Places inside a `delta` that is no string: what a shell wrote, to each of its outputs.
  private final List<Integer> deltas = new ArrayList<>();

  private final Map<String, Integer> indexes = new HashMap<>();
  private String type;
  private String name = "";
  private boolean error;
  private OptionalLong sequence = OptionalLong.empty();
  private Optional<Range> logprobs = Optional.empty();
  private final Parts part;
  private Optional<Item> item = Optional.empty();
  private Optional<ResponseObject> response = Optional.empty();

  private ResponsesEvent(String named, Bytes data) {
    this.data = data;
    type = named;
    in = new PlaceReader(data, ResponsesNames.ALL);
    part = new Parts(in, false);
  }

  /// @param named the type that the event's own line gives, empty where it has none
  static ResponsesEvent read(String named, Bytes data) {
    var event = new ResponsesEvent(named, data);
    var in = event.in;
    in.body(event::member);
    event.part.settle(Kind.ASSISTANT);
    return event;
  }

  /// Log probabilities; mostly an empty list, which repeats nothing.
  static Optional<Range> logprobs(PlaceReader in, String pointer) {
    if (in.json.skippedNull()) return Optional.empty();
    if (in.json.next() != '[') return Optional.of(Values.logprobs(in, pointer));
    int from = in.json.at();
    int[] items = {0};
    in.json.array(index -> {
      items[0]++;
      in.any(Kind.OTHER, pointer + "/" + index);
    });
    if (items[0] == 0) return Optional.empty();
    in.countNotRead("logprobs");
    return Optional.of(new Range(from, in.json.at()));
  }

  /// Empty where the event does not say it.
  String type() {
    return type;
  }

  /// The name of a tool, where the event repeats its arguments.
  String name() {
    return name;
  }

  /// Whether it holds an error of the provider.
  boolean error() {
    return error;
  }

  OptionalLong sequence() {
    return sequence;
  }

  Optional<Range> logprobs() {
    return logprobs;
  }

  Parts part() {
    return part;
  }

  Optional<Item> item() {
    return item;
  }

  Optional<ResponseObject> response() {
    return response;
  }

  /// The place of a member's text.
  OptionalInt text(String member) {
    Integer place = texts.get(member);
    return place == null ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /// Places of the strings in a `delta` that is none itself.
  List<Integer> deltas() {
    return deltas;
  }

  /// `output_index`, `content_index`, `summary_index` or `command_index`; 0 where it is left out.
  int index(String member) {
    return indexes.getOrDefault(member, 0);
  }

  private void member(String member, String pointer) {
    switch (member) {
      case "type" -> {
        String said = in.word(Kind.OTHER, pointer);
        // Some clients go by the one, some by the other.
        if (!type.isEmpty() && !type.equals(said)) {
          throw PlaceReader.wrongShape("an event has two types");
        }
        type = said;
      }
      case "name" -> name = in.word(Kind.OTHER, pointer);
      case "sequence_number" -> sequence = Values.whole(in, pointer);
      case "output_index", "content_index", "summary_index", "command_index" ->
          indexes.put(member, Values.index(in, 0));
      case "delta", "text", "refusal", "arguments", "input", "code", "command", "transcript" ->
          text(member, pointer);
      case "logprobs" -> logprobs = logprobs(in, pointer);
      case "partial_image_b64" -> {
        in.countNotRead("image");
        in.unread(pointer);
      }
      case "error" -> {
        if (in.json.skippedNull()) return;
        error = true;
        in.any(Kind.OTHER, pointer);
      }
      case "part" -> {
        if (!in.json.skippedNull()) part.read("part", pointer);
      }
      case "item" -> {
        var read = new Item(in, "assistant");
        read.read(pointer);
        item = Optional.of(read);
      }
      case "response" -> {
        var read = new ResponseObject(in);
        read.read(pointer);
        response = Optional.of(read);
      }
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private void text(String member, String pointer) {
    if (in.json.isString()) {
      texts.put(member, in.string(Kind.OTHER, pointer));
      return;
    }
    int from = in.places.size();
    in.any(Kind.TOOL_RESULT, pointer);
    if (!member.equals("delta")) return;
    for (int i = from; i < in.places.size(); i++) deltas.add(i);
  }
}
