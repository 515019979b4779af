package probity.wire.anthropic;

import java.util.ArrayList;
import java.util.List;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;

/// Reads content: a text, a list of blocks, or one block. Whose text it is may stand after it.
final class Content {
  private final PlaceReader in;
  private final ToolList tools;
  private final List<Integer> texts = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  /// @param tools takes the tools that a block offers
  Content(PlaceReader in, ToolList tools) {
    this.in = in;
    this.tools = tools;
  }

  void read(String pointer) {
    switch (in.json.next()) {
      case '"' -> texts.add(in.string(Kind.OTHER, pointer));
      case '[' -> in.json.array(index -> block(pointer + "/" + index));
      case '{' -> block(pointer);
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private void block(String pointer) {
    var block = new Block(in, tools);
    block.read(pointer);
    blocks.add(block);
    texts.addAll(block.texts());
  }

  List<Block> blocks() {
    return blocks;
  }

  /// Indexes of the places that hold what is said here, but for results of tools.
  List<Integer> texts() {
    return texts;
  }
}
