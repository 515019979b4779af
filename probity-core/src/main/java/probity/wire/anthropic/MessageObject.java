package probity.wire.anthropic;

import java.util.ArrayList;
import java.util.List;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;

/// Reads a message of the model: a whole answer, or the one with which a stream begins.
final class MessageObject {
  private final PlaceReader in;
  private final Content content;
  private final Counted usage = new Counted();
  private final List<String> stopReasons = new ArrayList<>();
  private boolean hasContent;

  MessageObject(PlaceReader in) {
    this.in = in;
    content = new Content(in, new ToolList(in));
  }

  void read(String pointer) {
    if (in.json.next() != '{') throw PlaceReader.wrongShape("a message is not an object");
    in.json.object((name, start, end) -> member(name, in.member(pointer, name, start, end)));
    in.settle(content.texts(), Kind.ASSISTANT);
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "content" -> {
        if (in.json.next() != '[') throw PlaceReader.wrongShape("`content` is not a list");
        hasContent = true;
        content.read(pointer);
      }
      case "usage" -> usage.read(in, pointer);
      case "stop_reason" -> {
        if (in.json.isString()) stopReasons.add(in.word(Kind.OTHER, pointer));
        else in.any(Kind.OTHER, pointer);
      }
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  boolean hasContent() {
    return hasContent;
  }

  List<Block> blocks() {
    return content.blocks();
  }

  Counted usage() {
    return usage;
  }

  /// One, or none where it is not said.
  List<String> stopReasons() {
    return stopReasons;
  }
}
