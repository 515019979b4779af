package probity.wire.openai.responses;

import java.util.Arrays;
import java.util.Optional;
import probity.exchange.Place.Kind;

/// A text that comes in events `….delta` and is repeated by an event `….done`.
enum Streaming {
  OUTPUT_TEXT("output_text", "text", Kind.ASSISTANT, "content", "content_index"),
  REFUSAL("refusal", "refusal", Kind.ASSISTANT, "refusal", "content_index"),
  REASONING("reasoning_text", "text", Kind.ASSISTANT, "content", "content_index"),
  SUMMARY("reasoning_summary_text", "text", Kind.ASSISTANT, "summary", "summary_index"),
  TRANSCRIPT("audio.transcript", "transcript", Kind.ASSISTANT, "transcript", ""),
  CODE("code_interpreter_call_code", "code", Kind.TOOL_ARGUMENTS, "code", ""),
  MCP("mcp_call_arguments", "arguments", Kind.TOOL_ARGUMENTS, "arguments", ""),
  COMMAND("shell_call_command", "command", Kind.TOOL_ARGUMENTS, "command", "command_index"),
  FUNCTION("function_call_arguments", "arguments", Kind.TOOL_ARGUMENTS, "", ""),
  CUSTOM("custom_tool_call_input", "input", Kind.TOOL_ARGUMENTS, "", "");

  private final String event;

  /// The member of `….done` that repeats the text.
  final String repeat;

  final Kind kind;
  private final String field;
  private final String index;

  Streaming(String event, String repeat, Kind kind, String field, String index) {
    this.event = "response." + event;
    this.repeat = repeat;
    this.kind = kind;
    this.field = field;
    this.index = index;
  }

  /// What an event of type `type` adds to.
  static Optional<Streaming> delta(String type) {
    return of(type, ".delta");
  }

  /// What an event of type `type` repeats.
  static Optional<Streaming> done(String type) {
    return of(type, ".done");
  }

  private static Optional<Streaming> of(String type, String end) {
    return Arrays.stream(values()).filter(text -> type.equals(text.event + end)).findFirst();
  }

  /// Whether it is the arguments of a tool that the client runs.
  boolean call() {
    return field.isEmpty();
  }

  /// Its name within its item, as [Parts.Text] has it.
  String name(ResponsesEvent event) {
    return index.isEmpty() ? field : field + "/" + event.index(index);
  }
}
