package probity.wire.openai.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;

/// Reads the tools on offer. One without a name of its own goes by its type.
final class Tools {
  private static final Set<String> CLIENT_RUN =
      Set.of(
          "function",
          "custom",
          "computer",
          "computer_use_preview",
          "local_shell",
          "shell",
          "apply_patch",
          "namespace");

  private final PlaceReader in;
  private final List<String> names = new ArrayList<>();

  Tools(PlaceReader in) {
    this.in = in;
  }

  /// As the application wrote them, in the order of the bytes.
  List<String> names() {
    return names;
  }

  void read(String pointer) {
    if (in.json.next() != '[') {
      in.any(Kind.TOOL_DESCRIPTION, pointer);
      return;
    }
    in.items(
        pointer,
        item -> {
          if (in.json.next() != '{') {
            in.any(Kind.TOOL_DESCRIPTION, item);
            return;
          }
          var tool = new Tool();
          in.json.object(
              (name, start, end) -> tool.member(name, in.member(item, name, start, end)));
          tool.offer();
        });
  }

  private final class Tool {
    private String type = "";
    private String name = "";
    private boolean providersPlace;

    void member(String member, String pointer) {
      switch (member) {
        case "type" -> type = in.word(Kind.TOOL_DESCRIPTION, pointer);
        case "name" -> name = in.word(Kind.TOOL_DESCRIPTION, pointer);
        case "tools" -> read(pointer);
        case "environment" -> environment(pointer);
        default -> in.any(Kind.TOOL_DESCRIPTION, pointer);
      }
    }

    /// A shell runs with the client, or in a container of the provider.
    private void environment(String pointer) {
      if (in.json.next() != '{') {
        in.any(Kind.TOOL_DESCRIPTION, pointer);
        return;
      }
      in.json.object((member, start, end) -> {
        String at = in.member(pointer, member, start, end);
        if (!member.equals("type")) {
          in.any(Kind.TOOL_DESCRIPTION, at);
          return;
        }
        String where = in.word(Kind.TOOL_DESCRIPTION, at);
        // The computer of `computer_use_preview` names its system here instead.
        providersPlace = where.startsWith("container");
      });
    }

    void offer() {
      boolean named = type.equals("function") || type.equals("custom");
      names.add(named && !name.isEmpty() ? name : type);
      if (!CLIENT_RUN.contains(type) || providersPlace) in.countNotRead("provider-tool");
    }
  }
}
