package probity.wire.anthropic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;

/// Reads where the content of an image or a document stands: here, as text or as bytes, at an
/// address, or with the provider. Its type may stand last.
final class Source {
  private static final Set<String> TYPES = Set.of("base64", "text", "content", "url", "file");

  private final PlaceReader in;
  private final Content content;
  private final List<Integer> data = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private String type = "";
  private boolean elsewhere;

  Source(PlaceReader in, ToolList tools) {
    this.in = in;
    content = new Content(in, tools);
  }

  void read(String pointer) {
    if (in.json.next() != '{') {
      boolean isWord = in.json.isString();
      Quoted.read(in, pointer, data);
      if (isWord) addresses.add(in.json.text());
      return;
    }
    in.json.object((name, start, end) -> member(name, in.member(pointer, name, start, end)));
    if (type.equals("base64")) {
      data.forEach(in::empty);
      data.clear();
    } else if (!TYPES.contains(type)) {
      in.countNotRead("unknown-part");
    }
  }

  private void member(String member, String pointer) {
    switch (member) {
      case "type" -> type = in.word(Kind.OTHER, pointer);
      case "data" -> Quoted.read(in, pointer, data);
      case "content" -> content.read(pointer);
      case "url" -> {
        if (in.json.skippedNull()) return;
        elsewhere = true;
        if (in.json.isString()) {
          in.address(pointer);
          addresses.add(in.json.text());
        } else in.any(Kind.OTHER, pointer);
      }
      case "file_id" -> {
        if (in.json.skippedNull()) return;
        elsewhere = true;
        in.countNotRead("stored-reference");
        in.any(Kind.OTHER, pointer);
      }
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  /// Where the document stands, as the application says.
  List<String> addresses() {
    return addresses;
  }

  /// Whether what it holds or names is more than text that stands here.
  boolean isMoreThanText() {
    return elsewhere || type.equals("base64");
  }

  /// Indexes of the places that hold the text.
  List<Integer> texts() {
    var texts = new ArrayList<>(data);
    texts.addAll(content.texts());
    return texts;
  }
}
