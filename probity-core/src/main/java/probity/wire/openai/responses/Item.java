package probity.wire.openai.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;
import probity.wire.Range;
import probity.wire.openai.responses.Parts.Text;

/// Reads one item, of a request's `input` or an answer's `output`. Its type may stand last.
final class Item {
  /// Calls of tools that have no name of their own and that the client runs, by the tool.
  private static final Map<String, String> CLIENT_RUN =
      Map.of(
          "computer_call", "computer",
          "local_shell_call", "local_shell",
          "shell_call", "shell",
          "apply_patch_call", "apply_patch");

  private static final Set<String> PROVIDER_RUN =
      Set.of(
          "web_search_call",
          "file_search_call",
          "code_interpreter_call",
          "image_generation_call",
          "mcp_list_tools",
          "mcp_approval_request",
          "mcp_approval_response",
          "mcp_call");

  private static final Set<String> OTHERS =
      Set.of(
          "message",
          "reasoning",
          "compaction",
          "function_call",
          "function_call_output",
          "custom_tool_call",
          "custom_tool_call_output",
          "computer_call_output",
          "local_shell_call_output",
          "shell_call_output",
          "apply_patch_call_output");

  private final PlaceReader in;
  private final Parts content;
  private final Parts outputs;
  private final List<Integer> arguments = new ArrayList<>();
  private final List<Text> texts = new ArrayList<>();
  private String type = "";
  private String role;
  private String name = "";
  private String call = "";
  private String written = "";
  private boolean hasContent;

  /// @param role of a message that does not name it
  Item(PlaceReader in, String role) {
    this.in = in;
    this.role = role;
    content = new Parts(in, false);
    outputs = new Parts(in, true);
  }

  void read(String pointer) {
    if (in.json.next() != '{') throw PlaceReader.wrongShape("an item is not an object");
    int from = in.places.size();
    in.json.object((name, start, end) -> member(name, in.member(pointer, name, start, end)));
    content.settle(kind());
    outputs.settle(Kind.TOOL_RESULT);
    texts.addAll(content.texts());
    if (named()) in.documents.call(call, written);
    else in.documents.result(call, in.bytes(from, Kind.TOOL_RESULT));
    if (type.isEmpty()) type = hasContent ? "message" : "item_reference";
    if (type.equals("item_reference")) in.countNotRead("stored-reference");
    else if (PROVIDER_RUN.contains(type)) in.countNotRead("provider-tool");
    else if (!OTHERS.contains(type) && !CLIENT_RUN.containsKey(type)) {
      in.countNotRead("unknown-part");
    }
    if (type.equals("image_generation_call")) in.countNotRead("image");
  }

  /// Whether the client is to run a tool.
  boolean calls() {
    return named() || CLIENT_RUN.containsKey(type);
  }

  /// Whether it is a call whose arguments are a string and come in pieces.
  boolean named() {
    return type.equals("function_call") || type.equals("custom_tool_call");
  }

  /// The tool that is called; empty where that is not said.
  String name() {
    return named() ? name : CLIENT_RUN.getOrDefault(type, "");
  }

  /// Indexes of the places that hold the arguments of a call.
  List<Integer> arguments() {
    return arguments;
  }

  /// The texts that may have come in pieces.
  List<Text> texts() {
    return texts;
  }

  List<Range> logprobs() {
    return content.logprobs();
  }

  private Kind kind() {
    if (type.equals("reasoning")) return Kind.ASSISTANT;
    return switch (role) {
      case "system", "developer" -> Kind.SYSTEM;
      case "user" -> Kind.USER;
      case "assistant" -> Kind.ASSISTANT;
      case "tool" -> Kind.TOOL_RESULT;
      default -> Kind.OTHER;
    };
  }

  private void member(String member, String pointer) {
    switch (member) {
      case "type" -> type = string(member, pointer);
      case "role" -> role = string(member, pointer);
      case "name" -> name = in.word(Kind.OTHER, pointer);
      case "call_id" -> call = in.word(Kind.OTHER, pointer);
      case "content", "summary" -> {
        if (in.json.skippedNull()) return;
        hasContent = true;
        content.read(member, pointer);
      }
      case "arguments", "input", "code" -> argument(member, pointer);
      case "action", "actions", "operation" -> argument("", pointer);
      case "queries" -> in.any(Kind.TOOL_ARGUMENTS, pointer);
      case "output", "outputs" -> outputs.read(member, pointer);
      case "results" -> results(pointer);
      case "tools" -> in.any(Kind.TOOL_DESCRIPTION, pointer);
      case "encrypted_content" -> {
        if (in.json.skippedNull()) return;
        in.countNotRead("encrypted");
        in.unread(pointer);
      }
      case "result" -> {
        if (type.equals("image_generation_call")) in.unread(pointer);
        else in.any(Kind.TOOL_RESULT, pointer);
      }
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private String string(String member, String pointer) {
    if (in.json.skippedNull()) return "";
    if (!in.json.isString()) {
      throw PlaceReader.wrongShape("the `" + member + "` of an item is not a string");
    }
    return in.word(Kind.OTHER, pointer);
  }

  /// What a search of the provider found in files that it holds.
  private void results(String pointer) {
    if (in.json.next() != '[') {
      in.any(Kind.TOOL_RESULT, pointer);
      return;
    }
    in.items(
        pointer,
        item -> {
          if (in.json.next() != '{') {
            in.any(Kind.TOOL_RESULT, item);
            return;
          }
          var names = new ArrayList<String>();
          in.json.object((member, start, end) -> {
            String at = in.member(item, member, start, end);
            if (member.equals("filename")) names.add(in.word(Kind.TOOL_RESULT, at));
            else in.any(Kind.TOOL_RESULT, at);
          });
          in.documents.block(names);
        });
  }

  private void argument(String text, String pointer) {
    int from = in.places.size();
    if (in.json.isString() && !text.isEmpty()) texts.add(new Text(text, from));
    written = in.word(Kind.TOOL_ARGUMENTS, pointer);
    for (int i = from; i < in.places.size(); i++) arguments.add(i);
  }
}
