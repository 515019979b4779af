package probity.wire.openai.responses;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.AnswerStream;
import probity.wire.Edit;
import probity.wire.ErrorForm;
import probity.wire.Format;
import probity.wire.JsonBody;
import probity.wire.RequestHead;
import probity.wire.SseDecoder;
import probity.wire.openai.OpenAiErrors;

/// OpenAI Responses: a request is an object with `input`, an answer one with `output` items, or an
/// event stream of typed events if the request asks for it. Reading, deleting and cancelling stored
/// responses is not part of it.
public final class OpenAiResponses implements Format {
  public static final String NAME = "openai.responses";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Traits traits() {
    return new Traits(true, true, true, false);
  }

  @Override
  public Prompt request(RequestHead head, Bytes body) {
    return ResponsesRequest.read(body);
  }

  @Override
  public Answer answer(Prompt asked, Bytes body) {
    return ResponsesAnswer.read(body);
  }

  @Override
  public Answer error(Bytes body) {
    return JsonBody.read(body, ResponsesNames.ALL);
  }

  @Override
  public Optional<AnswerStream> stream(Prompt asked, String contentType) {
    return asked instanceof Prompt.Read read
            && read.stream()
            && contentType.equals(SseDecoder.CONTENT_TYPE)
        ? Optional.of(new ResponsesStream(read.model()))
        : Optional.empty();
  }

  /// None: a streamed answer has no place for it, and an answer must not depend on how it was asked
  /// for.
  @Override
  public List<Edit> notice(Answer.Read read, String text) {
    return List.of();
  }

  @Override
  public ErrorForm errors(Prompt asked) {
    return new OpenAiErrors();
  }

  @Override
  public Canned canned(Prompt asked, Said said) {
    return asked.streams()
        ? new Canned(SseDecoder.CONTENT_TYPE, ResponsesCanned.streamed(said))
        : new Canned("application/json", ResponsesCanned.whole(said));
  }
}
