package probity.wire;

import probity.exchange.Bytes;

/// OpenAI Chat Completions, streamed: reads the data of one event.
public final class OpenAiChatStream {
  private static final Bytes DONE = Bytes.utf8("[DONE]");

  private OpenAiChatStream() {}

  public static ChatChunk read(Bytes data) {
    return data.equals(DONE) ? new ChatChunk.Done() : ChatDelta.read(data);
  }
}
