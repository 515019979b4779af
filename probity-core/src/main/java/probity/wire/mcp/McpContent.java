package probity.wire.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;

/// Reads blocks of content, messages of prompts and of sampling, and contents of resources.
final class McpContent {
  private final PlaceReader in;

  McpContent(PlaceReader in) {
    this.in = in;
  }

  /// Reads a list of messages, each of them text of its role.
  void messages(String pointer, Kind otherwise) {
    if (in.json.next() != '[') {
      in.any(otherwise, pointer);
      return;
    }
    in.items(
        pointer,
        item -> {
          if (in.json.next() != '{') {
            in.any(otherwise, item);
            return;
          }
          var texts = new ArrayList<Integer>();
          String[] role = {""};
          in.json.object((name, start, end) -> {
            String at = in.member(item, name, start, end);
            switch (name) {
              case "role" -> role[0] = in.word(Kind.OTHER, at);
              case "content" -> texts.addAll(blocks(at, otherwise));
              default -> in.any(otherwise, at);
            }
          });
          in.settle(texts, kind(role[0], otherwise));
        });
  }

  /// Names of resources that a text holds as blocks in JSON, as clients give results of MCP tools
  /// to a model; none where it is no such JSON.
  static List<List<String>> resources(String text) {
    var in = new PlaceReader(Bytes.utf8(text), McpNames.MEMBERS);
    try {
      new McpContent(in).blocks("", Kind.OTHER);
      in.json.end();
    } catch (JsonFault fault) {
      return List.of();
    }
    return in.documents.documents().blocks();
  }

  static Kind kind(String role, Kind otherwise) {
    return switch (role) {
      case "user" -> Kind.USER;
      case "assistant" -> Kind.ASSISTANT;
      default -> otherwise;
    };
  }

  /// Reads one block or a list of them, or any other value; gives the places of its texts that have
  /// the kind asked for.
  List<Integer> blocks(String pointer, Kind kind) {
    var texts = new ArrayList<Integer>();
    switch (in.json.next()) {
      case '[' -> in.items(pointer, item -> texts.addAll(blocks(item, kind)));
      case '{' -> new Block(kind, texts).read(pointer);
      default -> text(kind, pointer, texts);
    }
    return texts;
  }

  /// Reads the contents of resources.
  void resources(String pointer, Kind kind) {
    if (in.json.next() != '[') {
      in.any(kind, pointer);
      return;
    }
    in.items(pointer, item -> resource(item, kind));
  }

  private void text(Kind kind, String pointer, List<Integer> texts) {
    int from = in.places.size();
    in.any(kind, pointer);
    for (int i = from; i < in.places.size(); i++) {
      if (in.places.get(i).kind() == kind) texts.add(i);
    }
  }

  /// `{uri, mimeType, text}` or `{uri, mimeType, blob}`. It is a document also where a user's
  /// message holds it.
  private void resource(String pointer, Kind otherwise) {
    Kind kind = otherwise == Kind.USER ? Kind.DOCUMENT : otherwise;
    if (in.json.next() != '{') {
      in.any(kind, pointer);
      return;
    }
    var names = new ArrayList<String>();
    String[] type = {""};
    boolean[] blob = {false};
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      switch (name) {
        case "mimeType" -> type[0] = in.word(Kind.OTHER, at);
        case "uri" -> names.add(in.word(Kind.OTHER, at));
        case "blob" -> {
          blob[0] |= in.json.isString();
          in.unread(at);
        }
        default -> in.any(kind, at);
      }
    });
    in.documents.block(names);
    if (blob[0]) in.countNotRead(byType(type[0]));
  }

  private static String byType(String mimeType) {
    String type = mimeType.toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) return "image";
    if (type.startsWith("audio/")) return "audio";
    if (type.startsWith("video/")) return "video";
    return "file";
  }

  /// One block. Its type may stand behind its data: then the data are looked at as text.
  private final class Block {
    private final Kind kind;
    private final List<Integer> texts;
    private final List<String> names = new ArrayList<>();
    private String type = "";
    private boolean typed;

    Block(Kind kind, List<Integer> texts) {
      this.kind = kind;
      this.texts = texts;
    }

    void read(String pointer) {
      in.json.object((name, start, end) -> member(name, in.member(pointer, name, start, end)));
      if (!typed) return;
      switch (type) {
        case "text", "resource", "tool_use", "tool_result" -> {}
        case "image", "audio" -> in.countNotRead(type);
        case "resource_link" -> {
          in.countNotRead("stored-reference");
          in.documents.block(names);
        }
        default -> in.countNotRead("unknown-part");
      }
    }

    private void member(String name, String pointer) {
      switch (name) {
        case "type" -> {
          typed = true;
          type = in.word(Kind.OTHER, pointer);
        }
        case "data" -> {
          if (type.equals("image") || type.equals("audio")) in.unread(pointer);
          else text(kind, pointer, texts);
        }
        case "resource" -> resource(pointer, kind);
        case "content" -> texts.addAll(blocks(pointer, kind));
        case "input" -> in.any(Kind.TOOL_ARGUMENTS, pointer);
        case "uri" -> names.add(in.word(Kind.OTHER, pointer));
        case "mimeType", "id", "toolUseId" -> in.any(Kind.OTHER, pointer);
        default -> text(kind, pointer, texts);
      }
    }
  }
}
