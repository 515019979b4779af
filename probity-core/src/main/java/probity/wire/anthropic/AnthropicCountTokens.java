package probity.wire.anthropic;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.AnswerStream;
import probity.wire.Edit;
import probity.wire.ErrorForm;
import probity.wire.Format;
import probity.wire.JsonBody;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.RequestHead;

/// Anthropic's count of tokens: a request is one of the Messages API, an answer the number of
/// tokens that it would take. No model is asked, so nothing counts as used.
public final class AnthropicCountTokens implements Format {
  public static final String NAME = "anthropic.count_tokens";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Traits traits() {
    return new Traits(true, true, false, false);
  }

  @Override
  public Prompt request(RequestHead head, Bytes body) {
    var prompt = MessagesRequest.read(body);
    return prompt instanceof Prompt.Read read ? read.unstreamed() : prompt;
  }

  @Override
  public Answer answer(Prompt asked, Bytes body) {
    var in = new PlaceReader(body, AnthropicNames.ALL);
    boolean[] counted = {false};
    try {
      in.body((name, pointer) -> {
        if (name.equals("input_tokens")) {
          counted[0] = in.json.integer().isPresent();
        } else {
          in.any(Kind.OTHER, pointer);
        }
      });
      if (!counted[0]) throw PlaceReader.wrongShape("`input_tokens` is not a count");
    } catch (JsonFault fault) {
      return fault.answer(body);
    }
    return JsonBody.answer(body, in);
  }

  @Override
  public Answer error(Bytes body) {
    return JsonBody.read(body, AnthropicNames.ALL);
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
    return new AnthropicErrors();
  }

  @Override
  public Canned canned(Prompt asked, Said said) {
    return new Canned("application/json", Bytes.utf8("{\"input_tokens\":1}"));
  }

  /// An answer is a number.
  @Override
  public boolean canSay(boolean tool) {
    return false;
  }
}
