package probity.wire.anthropic;

import java.util.ArrayList;
import java.util.List;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;

/// Reads the tools on offer. Those that the provider runs go by their type, whatever they are
/// named.
final class ToolList {
  /// How the types of tools begin that Anthropic defines and the client runs; behind it stands the
  /// day of their version.
  private static final List<String> CLIENT_RUN =
      List.of("bash_20", "text_editor_20", "computer_20", "memory_20");

  /// Sets of such tools, which have no name of their own.
  private static final List<String> CLIENT_RUN_SETS =
      List.of("computer_toolset_20", "browser_toolset_20");

  private final PlaceReader in;
  private final List<String> names = new ArrayList<>();

  ToolList(PlaceReader in) {
    this.in = in;
  }

  /// As the application wrote them, in the order of the bytes.
  List<String> names() {
    return names;
  }

  void read(String pointer) {
    if (in.json.next() == '[') in.items(pointer, this::tool);
    else in.any(Kind.TOOL_DESCRIPTION, pointer);
  }

  /// Reads the tool that a message offers from then on: mostly one of the list, by its name.
  void change(String pointer) {
    if (in.json.next() != '{') {
      in.any(Kind.TOOL_DESCRIPTION, pointer);
      return;
    }
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      if (name.equals("definition")) tool(at);
      else in.any(Kind.TOOL_DESCRIPTION, at);
    });
  }

  private void tool(String pointer) {
    if (in.json.next() != '{') {
      in.any(Kind.TOOL_DESCRIPTION, pointer);
      return;
    }
    String[] words = {"", ""};
    in.json.object((member, start, end) -> {
      String at = in.member(pointer, member, start, end);
      switch (member) {
        case "type" -> words[0] = in.word(Kind.TOOL_DESCRIPTION, at);
        case "name" -> words[1] = in.word(Kind.TOOL_DESCRIPTION, at);
        default -> in.any(Kind.TOOL_DESCRIPTION, at);
      }
    });
    offer(words[0], words[1]);
  }

  private void offer(String type, String name) {
    boolean own = type.isEmpty() || type.equals("custom");
    if (own || CLIENT_RUN.stream().anyMatch(type::startsWith)) {
      names.add(name.isEmpty() ? type : name);
      return;
    }
    names.add(type);
    if (CLIENT_RUN_SETS.stream().noneMatch(type::startsWith)) in.countNotRead("provider-tool");
  }
}
