package probity.wire.openai;

import java.util.List;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.wire.Answer;
import probity.wire.Answer.Usage;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.Texts;

/// Reads one answer that holds embeddings.
final class EmbeddingsAnswer {
  private final PlaceReader in;
  private final Bytes body;
  private Usage usage = Usage.NONE;
  private boolean data;

  private EmbeddingsAnswer(Bytes body) {
    this.body = body;
    in = new PlaceReader(body, OpenAiEmbeddings.NAMES);
  }

  static Answer read(Bytes body) {
    try {
      return new EmbeddingsAnswer(body).answer();
    } catch (JsonFault fault) {
      return fault.answer(body);
    }
  }

  private Answer answer() {
    in.body(this::member);
    if (!data) throw PlaceReader.wrongShape("`data` is missing");
    return new Answer.Read(
        body,
        in.coverage(),
        in.places,
        List.of(),
        usage,
        List.of(),
        Texts.Spelling.JSON,
        List.of());
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "data" -> {
        if (in.json.next() != '[') throw PlaceReader.wrongShape("`data` is not a list");
        data = true;
        in.items(pointer, this::item);
      }
      case "usage" -> {
        if (!in.json.skippedNull()) usage = ChatAnswer.usage(in, pointer);
      }
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private void item(String pointer) {
    if (in.json.next() != '{') throw PlaceReader.wrongShape("an embedding is not an object");
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      if (name.equals("embedding") && in.json.isString()) packed();
      else in.any(Kind.OTHER, at);
    });
  }

  /// Numbers packed in base64 are no text. Whatever is not base64 would be one that nobody looks
  /// at.
  private void packed() {
    in.json.string();
    byte[] bytes = body.array();
    for (int at = in.json.start(); at < in.json.stop(); at++) {
      byte b = bytes[at];
      // A solidus may come escaped.
      boolean solidus = b == '/' || (b == '\\' && bytes[at + 1] == '/');
      boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
      if (!letter && !(b >= '0' && b <= '9') && b != '+' && b != '=' && !solidus) {
        throw PlaceReader.wrongShape("an `embedding` is neither numbers nor base64");
      }
    }
  }
}
