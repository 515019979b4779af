package probity.wire.anthropic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;
import probity.wire.Range;

/// Reads one block of content, of a request or an answer. Its type may stand last, and what it
/// holds counts whatever the type says that it is.
final class Block {
  /// The provider signed their text, and takes it back only as it was.
  static final Set<String> SIGNED = Set.of("thinking", "compaction");

  /// Their `data` or `signature` is for the provider alone.
  private static final Set<String> SEALED = Set.of("thinking", "compaction", "redacted_thinking");

  /// Documents, and what tools of the provider found.
  private static final Set<String> DOCUMENTS =
      Set.of("document", "search_result", "web_search_result", "web_fetch_result");

  /// Tools that the provider runs, and what they answered.
  private static final Set<String> PROVIDER_RUN =
      words(
          """
          server_tool_use mcp_tool_use mcp_tool_listing mcp_tool_result
          web_search_tool_result web_fetch_tool_result code_execution_tool_result
          bash_code_execution_tool_result text_editor_code_execution_tool_result
          tool_search_tool_result advisor_tool_result
          """);

  private static final Set<String> OTHERS =
      words(
          """
          text image document search_result thinking redacted_thinking compaction tool_use
          tool_result tool_reference tool_addition tool_removal container_upload browser_state
          fallback web_search_result web_search_tool_result_error web_fetch_result
          web_fetch_tool_result_error code_execution_result encrypted_code_execution_result
          code_execution_output code_execution_tool_result_error bash_code_execution_result
          bash_code_execution_output bash_code_execution_tool_result_error
          text_editor_code_execution_view_result text_editor_code_execution_create_result
          text_editor_code_execution_str_replace_result
          text_editor_code_execution_tool_result_error tool_search_tool_search_result
          tool_search_tool_result_error advisor_result advisor_redacted_result
          advisor_tool_result_error
          """);

  private final PlaceReader in;
  private final ToolList tools;

  /// Places of what is said, but for results of tools.
  private final List<Integer> texts = new ArrayList<>();

  /// Of these, places of members whose text goes on in a stream.
  private final Map<String, Integer> begun = new HashMap<>();

  private final List<Integer> sealed = new ArrayList<>();
  private final List<Integer> arguments = new ArrayList<>();
  private final List<String> called = new ArrayList<>();

  /// Names of the document that it is, if it is one: where it stands, then its title.
  private final List<String> addresses = new ArrayList<>();

  private final List<String> titles = new ArrayList<>();
  private Range input = new Range(0, 0);
  private String type = "";
  private String id = "";
  private String use = "";
  private String name = "";
  private String toolset = "";
  private boolean hasInput;
  private boolean moreThanText;

  Block(PlaceReader in, ToolList tools) {
    this.in = in;
    this.tools = tools;
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+", -1));
  }

  void read(String pointer) {
    if (in.json.next() != '{') throw PlaceReader.wrongShape("a block is not an object");
    int from = in.places.size();
    in.json.object((member, start, end) -> member(member, in.member(pointer, member, start, end)));
    if (SIGNED.contains(type)) texts.forEach(in::fix);
    if (SEALED.contains(type)) seal();
    if (DOCUMENTS.contains(type)) document();
    if (type.endsWith("tool_use")) in.documents.call(id, called);
    if (type.endsWith("tool_result")) result(from);
    if (type.equals("image")) in.countNotRead("image");
    else if (moreThanText) in.countNotRead("file");
    if (PROVIDER_RUN.contains(type)) in.countNotRead("provider-tool");
    else if (!OTHERS.contains(type)) in.countNotRead("unknown-part");
  }

  private void document() {
    in.settle(texts, Kind.DOCUMENT);
    texts.clear();
    var names = new ArrayList<>(addresses);
    names.addAll(titles);
    in.documents.block(names);
  }

  /// What a tool answered is its result, also where it is a document.
  private void result(int from) {
    in.settle(texts, Kind.TOOL_RESULT);
    texts.clear();
    in.settle(from, Kind.DOCUMENT, Kind.TOOL_RESULT);
    in.documents.result(use, in.bytes(from, Kind.TOOL_RESULT));
  }

  private void seal() {
    for (int place : sealed) {
      if (in.places.get(place).end() > in.places.get(place).start()) in.countNotRead("encrypted");
      in.empty(place);
    }
  }

  private void member(String member, String pointer) {
    switch (member) {
      case "type" -> type = in.word(Kind.OTHER, pointer);
      case "text", "thinking" -> begin(member, pointer);
      case "content" -> {
        if (in.json.isString()) begin(member, pointer);
        else nested(pointer);
      }
      case "title" -> quoted(pointer, titles);
      case "context", "citations", "stdout", "stderr", "tabs", "state_changes" ->
          Quoted.read(in, pointer, texts);
      case "source" -> {
        var source = new Source(in, tools);
        source.read(pointer);
        texts.addAll(source.texts());
        addresses.addAll(source.addresses());
        moreThanText |= source.isMoreThanText();
      }
      case "input" -> input(pointer);
      case "url", "uri" -> addresses.add(in.word(Kind.OTHER, pointer));
      case "id" -> id = in.word(Kind.OTHER, pointer);
      case "tool_use_id" -> use = in.word(Kind.OTHER, pointer);
      case "name" -> name = in.word(Kind.OTHER, pointer);
      case "toolset_name" -> toolset = in.word(Kind.OTHER, pointer);
      case "tool" -> tools.change(pointer);
      case "tools" -> in.any(Kind.TOOL_DESCRIPTION, pointer);
      case "signature", "data" -> Quoted.read(in, pointer, sealed);
      case "file_id" -> {
        if (in.json.skippedNull()) return;
        in.countNotRead("stored-reference");
        in.any(Kind.OTHER, pointer);
      }
      default -> {
        if (Quoted.isEncrypted(member)) Quoted.encrypted(in, pointer);
        else in.any(Kind.OTHER, pointer);
      }
    }
  }

  private void begin(String member, String pointer) {
    int from = texts.size();
    Quoted.read(in, pointer, texts);
    if (texts.size() == from + 1) begun.put(member, texts.getLast());
  }

  private void quoted(String pointer, List<String> words) {
    boolean isWord = in.json.isString();
    Quoted.read(in, pointer, texts);
    if (isWord) words.add(in.json.text());
  }

  private void nested(String pointer) {
    var content = new Content(in, tools);
    content.read(pointer);
    texts.addAll(content.texts());
  }

  private void input(String pointer) {
    byte next = in.json.next();
    int start = in.json.at();
    int from = in.places.size();
    if (next == '{') {
      in.json.object((member, at, end) -> {
        hasInput = true;
        called.add(in.word(Kind.TOOL_ARGUMENTS, in.member(pointer, member, at, end)));
      });
    } else if (!in.json.skippedNull()) {
      hasInput = true;
      in.any(Kind.TOOL_ARGUMENTS, pointer);
    }
    for (int place = from; place < in.places.size(); place++) arguments.add(place);
    input = new Range(start, in.json.at());
  }

  /// Empty where the block does not say it.
  String type() {
    return type;
  }

  List<Integer> texts() {
    return texts;
  }

  /// Places of members whose text goes on in a stream, by the member.
  Map<String, Integer> begun() {
    return begun;
  }

  /// Whether the client is to run a tool. A use of a tool that is not known to be the provider's is
  /// taken for one of the client's.
  boolean calls() {
    return type.endsWith("tool_use") && !PROVIDER_RUN.contains(type);
  }

  /// The tool that is called; one of a set of tools goes by `set/tool`.
  String name() {
    return toolset.isEmpty() ? name : toolset + "/" + name;
  }

  /// Indexes of the places that hold the arguments of a call.
  List<Integer> arguments() {
    return arguments;
  }

  /// Whether there are arguments.
  boolean hasInput() {
    return hasInput;
  }

  /// Where the arguments stand, as JSON; nowhere where there are none.
  Range input() {
    return input;
  }
}
