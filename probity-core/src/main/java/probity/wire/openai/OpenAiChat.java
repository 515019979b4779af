package probity.wire.openai;

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

/// OpenAI Chat Completions: a request is an object with `messages` and a `model`, an answer one
/// with `choices`, or an event stream of them if the request asks for it.
public final class OpenAiChat implements Format {
  public static final String NAME = "openai.chat";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Traits traits() {
    return new Traits(true, true, true, true);
  }

  @Override
  public Prompt request(RequestHead head, Bytes body) {
    return ChatRequest.read(body);
  }

  @Override
  public Answer answer(Prompt asked, Bytes body) {
    return ChatAnswer.read(body);
  }

  @Override
  public Answer error(Bytes body) {
    return JsonBody.read(body, ChatNames.ALL);
  }

  @Override
  public Optional<AnswerStream> stream(Prompt asked, String contentType) {
    return asked.streams() && contentType.equals(SseDecoder.CONTENT_TYPE)
        ? Optional.of(new ChatStream())
        : Optional.empty();
  }

  @Override
  public List<Edit> notice(Answer.Read read, String text) {
    return ChatNotice.edits(read, text);
  }

  @Override
  public ErrorForm errors(Prompt asked) {
    return new OpenAiErrors();
  }

  @Override
  public Canned canned(Prompt asked, Said said) {
    return asked.streams()
        ? new Canned(SseDecoder.CONTENT_TYPE, ChatCanned.streamed(said))
        : new Canned("application/json", ChatCanned.whole(said));
  }
}
