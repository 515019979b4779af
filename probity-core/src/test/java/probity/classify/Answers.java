package probity.classify;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import probity.classify.StreamInspection.Effect;
import probity.exchange.Bytes;
import probity.wire.AnswerStream;
import probity.wire.Chunk;
import probity.wire.Frame;
import probity.wire.RequestHead;
import probity.wire.SseDecoder;
import probity.wire.Texts;
import probity.wire.openai.OpenAiChat;

/// Streamed answers as providers send them, and what a client makes of the bytes it gets.
final class Answers {
  static final String DONE = "data: [DONE]\n\n";

  private Answers() {}

  /// A reader of one streamed answer of Chat Completions.
  static AnswerStream chat() {
    var asked = Bytes.utf8("{\"model\":\"m\",\"messages\":[],\"stream\":true}");
    var format = new OpenAiChat();
    var head = new RequestHead("POST", "/", _ -> Optional.empty());
    return format.stream(format.request(head, asked), "text/event-stream").orElseThrow();
  }

  static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }

  static String event(String choices) {
    return "data: {\"id\":\"chatcmpl-1\",\"model\":\"m\",\"choices\":[" + choices + "]}\n\n";
  }

  static String content(int choice, String text) {
    return event(
        "{\"index\":"
            + choice
            + ",\"delta\":{\"content\":"
            + quoted(text)
            + "},\"finish_reason\":null}");
  }

  static String finish(int choice, String reason) {
    return event(
        "{\"index\":" + choice + ",\"delta\":{},\"finish_reason\":" + quoted(reason) + "}");
  }

  static String tool(int choice, int index, String name, String arguments) {
    String named = name.isEmpty() ? "" : "\"name\":" + quoted(name) + ",";
    return event(
        "{\"index\":"
            + choice
            + ",\"delta\":{\"tool_calls\":[{\"index\":"
            + index
            + ",\"function\":{"
            + named
            + "\"arguments\":"
            + quoted(arguments)
            + "}}]}}");
  }

  /// One event with a piece of content for each.
  static String contents(List<String> pieces) {
    var out = new StringBuilder();
    for (String piece : pieces) out.append(content(0, piece));
    return out.append(finish(0, "stop")).append(DONE).toString();
  }

  /// The text in pieces of `size` characters.
  static List<String> pieces(String text, int size) {
    var pieces = new ArrayList<String>();
    for (int i = 0; i < text.length(); i += size) {
      pieces.add(text.substring(i, Math.min(text.length(), i + size)));
    }
    return pieces;
  }

  static Bytes bytes(Bytes whole, int from, int to) {
    return Bytes.wrap(Arrays.copyOfRange(whole.array(), from, to));
  }

  /// All that goes to the client: releases, and the last events.
  static String delivered(List<Effect> effects) {
    var out = new ByteArrayOutputStream();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Release(Bytes bytes) -> out.writeBytes(bytes.array());
        case Effect.Finish(Bytes bytes) -> out.writeBytes(bytes.array());
        case Effect.Failed(Bytes bytes) -> out.writeBytes(bytes.array());
        case Effect.ToolCalled _,
            Effect.Cut _,
            Effect.Unmaskable _,
            Effect.TooLarge _,
            Effect.Broken _ -> {}
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /// What a client joins from the bytes: each channel's text, and arguments by choice and index.
  static Map<String, String> joined(String stream) {
    var texts = new TreeMap<String, String>();
    var reader = chat();
    for (Frame event : new SseDecoder().feed(Bytes.utf8(stream))) {
      if (!(reader.read(event) instanceof Chunk.Delta delta)) continue;
      Texts in = delta.texts();
      for (var piece : delta.pieces()) {
        texts.merge(
            piece.channel().choice() + "/" + piece.channel().name(),
            in.text(piece.place()),
            String::concat);
      }
      for (var part : delta.tools()) {
        String arguments = part.arguments() < 0 ? "" : in.text(part.arguments());
        texts.merge(
            part.call().choice() + "/tool/" + part.call().index(), arguments, String::concat);
      }
    }
    return texts;
  }
}
