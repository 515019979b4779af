package probity.wire.openai;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.exchange.Bytes;
import probity.exchange.Prompt;
import probity.ledger.Json;
import probity.wire.Answer;
import probity.wire.AnswerStream;
import probity.wire.Edit;
import probity.wire.ErrorForm;
import probity.wire.Format;
import probity.wire.JsonBody;
import probity.wire.RequestHead;

/// OpenAI Embeddings: a request is an object with `input` and a `model`, an answer one with `data`,
/// numbers that stand for texts. There are no streams, no tools and no text for people.
public final class OpenAiEmbeddings implements Format {
  public static final String NAME = "openai.embeddings";

  /// Member names that the format defines: the only ones that a pointer shows.
  static final Set<String> NAMES =
      Set.of(
          "code",
          "data",
          "dimensions",
          "embedding",
          "encoding_format",
          "error",
          "index",
          "input",
          "message",
          "model",
          "object",
          "param",
          "prompt_tokens",
          "total_tokens",
          "type",
          "usage",
          "user");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Traits traits() {
    return new Traits(true, false, false, false);
  }

  @Override
  public Prompt request(RequestHead head, Bytes body) {
    return EmbeddingsRequest.read(body);
  }

  @Override
  public Answer answer(Prompt asked, Bytes body) {
    return EmbeddingsAnswer.read(body);
  }

  @Override
  public Answer error(Bytes body) {
    return JsonBody.read(body, NAMES);
  }

  @Override
  public Optional<AnswerStream> stream(Prompt asked, String contentType) {
    return Optional.empty();
  }

  @Override
  public List<Edit> notice(Answer.Read read, String text) {
    return List.of();
  }

  @Override
  public ErrorForm errors(Prompt asked) {
    return new OpenAiErrors();
  }

  /// An answer says nothing: what is to be said stands in the only string that is free.
  @Override
  public Canned canned(Prompt asked, Said said) {
    var numbers =
        Json.object()
            .put("object", "embedding")
            .put("index", 0)
            .put("embedding", new Json.Arr(List.of(Json.of(0))))
            .build();
    return new Canned(
        "application/json",
        Bytes.utf8(
            Json.object()
                .put("object", "list")
                .put("data", new Json.Arr(List.of(numbers)))
                .put("model", said.text().isEmpty() ? "probity-canary" : said.text())
                .build()
                .canonical()));
  }
}
