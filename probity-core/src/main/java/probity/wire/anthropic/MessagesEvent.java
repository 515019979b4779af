package probity.wire.anthropic;

import java.util.Optional;
import java.util.OptionalInt;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;
import probity.wire.Values;

/// What stands in one event of a stream, before its type says what that means.
final class MessagesEvent {
  final PlaceReader in;
  final Bytes data;
  private final Counted usage = new Counted();
  private String type;
  private OptionalInt index = OptionalInt.empty();
  private Optional<MessageObject> message = Optional.empty();
  private Optional<Block> block = Optional.empty();
  private Optional<BlockDelta> delta = Optional.empty();

  private MessagesEvent(String named, Bytes data) {
    this.data = data;
    type = named;
    in = new PlaceReader(data, AnthropicNames.ALL);
  }

  /// @param named the type that the event's own line gives, empty where it has none
  static MessagesEvent read(String named, Bytes data) {
    var event = new MessagesEvent(named, data);
    event.in.body(event::member);
    return event;
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
      case "index" -> index = OptionalInt.of(Values.index(in, 0));
      case "message" -> {
        // That of an error is a text.
        if (in.json.next() != '{') {
          in.any(Kind.OTHER, pointer);
          return;
        }
        var read = new MessageObject(in);
        read.read(pointer);
        message = Optional.of(read);
      }
      case "content_block" -> {
        var read = new Block(in, new ToolList(in));
        read.read(pointer);
        in.settle(read.texts(), Kind.ASSISTANT);
        block = Optional.of(read);
      }
      case "delta" -> {
        var read = new BlockDelta(in);
        read.read(pointer);
        delta = Optional.of(read);
      }
      case "usage" -> usage.read(in, pointer);
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  /// Empty where the event does not say it.
  String type() {
    return type;
  }

  /// The position of the block that it is about.
  int index() {
    return index.orElseThrow(() -> PlaceReader.wrongShape("an event has no `index`"));
  }

  Optional<MessageObject> message() {
    return message;
  }

  Optional<Block> block() {
    return block;
  }

  Optional<BlockDelta> delta() {
    return delta;
  }

  Counted usage() {
    return usage;
  }
}
