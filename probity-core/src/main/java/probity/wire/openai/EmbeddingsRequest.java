package probity.wire.openai;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.exchange.Prompt;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;

/// Reads one request for embeddings.
final class EmbeddingsRequest {
  private final PlaceReader in;
  private Optional<String> model = Optional.empty();
  private int texts = -1;
  private String user = "";

  private EmbeddingsRequest(Bytes body) {
    in = new PlaceReader(body, OpenAiEmbeddings.NAMES);
  }

  static Prompt read(Bytes body) {
    var request = new EmbeddingsRequest(body);
    try {
      return request.body(body);
    } catch (JsonFault fault) {
      return fault.prompt(body);
    }
  }

  private Prompt body(Bytes body) {
    in.body(this::member);
    if (model.isEmpty()) throw PlaceReader.wrongShape("`model` is missing");
    if (texts < 0) throw PlaceReader.wrongShape("`input` is missing");
    return new Prompt.Read(
        body,
        in.coverage(),
        model.get(),
        false,
        texts,
        0,
        in.places,
        List.of(),
        Optional.of(user).filter(person -> !person.isEmpty()));
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "model" -> {
        if (!in.json.isString()) throw PlaceReader.wrongShape("`model` is not a string");
        model = Optional.of(in.word(Kind.OTHER, pointer));
      }
      case "input" -> input(pointer);
      case "user" -> user = in.word(Kind.OTHER, pointer);
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  /// A text, texts, the tokens of a text, or those of several.
  private void input(String pointer) {
    if (in.json.isString()) {
      in.string(Kind.USER, pointer);
      texts = 1;
      return;
    }
    if (in.json.next() != '[') {
      throw PlaceReader.wrongShape("`input` is neither a string nor a list");
    }
    texts = 0;
    boolean[] tokens = {false};
    in.json.array(index -> {
      byte next = in.json.next();
      if (next == '{' || next == '[' || next == '"') {
        texts++;
        if (next == '[') in.countNotRead("tokens");
        if (next == '{') in.countNotRead("unknown-part");
        in.any(Kind.USER, pointer + "/" + index);
      } else {
        tokens[0] = true;
        in.json.scalar();
      }
    });
    if (!tokens[0]) return;
    texts++;
    in.countNotRead("tokens");
  }
}
