package probity.wire.anthropic;

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

/// Anthropic Messages: a request is an object with `messages`, an answer one with blocks of
/// `content`, or an event stream of typed events if the request asks for it.
public final class AnthropicMessages implements Format {
  public static final String NAME = "anthropic.messages";

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
    return MessagesRequest.read(body);
  }

  @Override
  public Answer answer(Prompt asked, Bytes body) {
    return MessagesAnswer.read(body);
  }

  @Override
  public Answer error(Bytes body) {
    return JsonBody.read(body, AnthropicNames.ALL);
  }

  @Override
  public Optional<AnswerStream> stream(Prompt asked, String contentType) {
    return asked.streams() && contentType.equals(SseDecoder.CONTENT_TYPE)
        ? Optional.of(new MessagesStream())
        : Optional.empty();
  }

  @Override
  public List<Edit> notice(Answer.Read read, String text) {
    return MessagesAnswer.notice(read, text);
  }

  @Override
  public ErrorForm errors(Prompt asked) {
    return new AnthropicErrors();
  }

  @Override
  public Canned canned(Prompt asked, Said said) {
    return asked.streams()
        ? new Canned(SseDecoder.CONTENT_TYPE, MessagesCanned.streamed(said))
        : new Canned("application/json", MessagesCanned.whole(said));
  }
}
