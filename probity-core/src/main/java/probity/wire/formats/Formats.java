package probity.wire.formats;

import java.util.List;
import java.util.Optional;
import probity.wire.Format;
import probity.wire.anthropic.AnthropicCountTokens;
import probity.wire.anthropic.AnthropicMessages;
import probity.wire.mcp.Mcp;
import probity.wire.openai.OpenAiChat;
import probity.wire.openai.OpenAiEmbeddings;
import probity.wire.openai.responses.OpenAiResponses;

/// The formats that the product reads.
public final class Formats {
  private static final List<Format> ALL =
      List.of(
          new OpenAiChat(),
          new OpenAiResponses(),
          new OpenAiEmbeddings(),
          new AnthropicMessages(),
          new AnthropicCountTokens(),
          new Mcp());

  private Formats() {}

  /// Their names, in the order in which messages list them.
  public static List<String> names() {
    return ALL.stream().map(Format::name).toList();
  }

  /// Empty where no format is called so.
  public static Optional<Format> named(String name) {
    return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
  }
}
