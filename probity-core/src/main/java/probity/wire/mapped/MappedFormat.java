package probity.wire.mapped;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Prompt;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.wire.Answer;
import probity.wire.AnswerStream;
import probity.wire.Edit;
import probity.wire.ErrorForm;
import probity.wire.Format;
import probity.wire.JsonBody;
import probity.wire.JsonFault;
import probity.wire.RequestHead;
import probity.wire.StrictJson;
import probity.wire.Texts;
import probity.wire.mapped.Mapping.Frames;
import probity.wire.mapped.Mapping.Model;
import probity.wire.openai.OpenAiErrors;

/// A format that a bundle declares, on the path of one route.
public final class MappedFormat implements Format {
  private final Mapping mapping;
  private final PathTemplate path;
  private final MappedRequest requests;
  private final Tree answers;

  public MappedFormat(Mapping mapping, PathTemplate path) {
    this.mapping = mapping;
    this.path = path;
    requests = new MappedRequest(mapping, path);
    answers = MappedReply.tree(mapping);
  }

  @Override
  public String name() {
    return mapping.id();
  }

  @Override
  public Traits traits() {
    boolean models = !(mapping.model() instanceof Model.None);
    boolean tools =
        !mapping.answer().calls().isEmpty()
            || !mapping.request().tools().isEmpty()
            || !mapping.request().parts().providerTools().isEmpty();
    return new Traits(models, tools, true, false);
  }

  @Override
  public Prompt request(RequestHead head, Bytes body) {
    return requests.read(head.path(), body);
  }

  @Override
  public Answer answer(Prompt asked, Bytes body) {
    try {
      return answer(body);
    } catch (JsonFault fault) {
      return fault.answer(body);
    }
  }

  private Answer answer(Bytes body) {
    var reply = MappedReply.of(mapping, answers, body, false);
    reply.settle(false);
    var counted = new HashMap<Pointer, Long>();
    reply.count(counted);
    var calls = reply.calls();
    if (calls.size() > MappedStream.TOOL_CALLS_MAX) {
      throw new JsonFault(
          BodyFault.TOO_LARGE, "more than " + MappedStream.TOOL_CALLS_MAX + " tool calls");
    }
    return new Answer.Read(
        body,
        reply.walk.in.coverage(),
        reply.walk.in.places,
        IntStream.range(0, calls.size()).mapToObj(i -> call(calls.get(i), i)).toList(),
        counted.isEmpty() ? Answer.Usage.NONE : reply.usage(counted),
        reply.finishReasons(),
        Texts.Spelling.JSON,
        reply.logprobs());
  }

  private static Answer.ToolCall call(MappedReply.Call call, int index) {
    return new Answer.ToolCall(
        call.choice(),
        index,
        call.name(),
        IntStream.range(call.from(), call.to()).boxed().toList());
  }

  @Override
  public Answer error(Bytes body) {
    return JsonBody.read(body, Set.of());
  }

  @Override
  public Optional<AnswerStream> stream(Prompt asked, String contentType) {
    if (!asked.streams()) return Optional.empty();
    return mapping.frames().stream()
        .filter(frames -> frames.type().equals(contentType))
        .findFirst()
        .map(frames -> new MappedStream(mapping, answers, frames, errors(asked)));
  }

  @Override
  public List<Edit> notice(Answer.Read read, String text) {
    return List.of();
  }

  @Override
  public ErrorForm errors(Prompt asked) {
    return mapping
        .error()
        .<ErrorForm>map(template ->
            refused ->
                Bytes.utf8(
                    template.with(
                        Map.of(
                            "message", Json.of(refused.message()).canonical(),
                            "type", Json.of(refused.type()).canonical(),
                            "code", Json.of(refused.code()).canonical(),
                            "status", Json.of(refused.status()).canonical()))))
        .orElseGet(OpenAiErrors::new);
  }

  @Override
  public boolean canSay(boolean tool) {
    return (tool ? mapping.calls() : mapping.says()).isPresent();
  }

  @Override
  public Canned canned(Prompt asked, Said said) {
    boolean tool = !said.tool().isEmpty();
    String one =
        (tool ? mapping.calls() : mapping.says())
            .map(template -> template.with(values(said)))
            .orElse("{}");
    if (!asked.streams() || mapping.frames().isEmpty()) {
      return new Canned("application/json", Bytes.utf8(one));
    }
    Frames frames = mapping.frames().getFirst();
    String body =
        switch (frames.cut()) {
          case SSE -> "data: " + one + "\n\n" + word(frames);
          case NDJSON -> one + "\n";
          case JSON_ARRAY -> "[" + one + "]";
        };
    return new Canned(frames.type(), Bytes.utf8(body));
  }

  private static String word(Frames frames) {
    return frames.end() instanceof Mapping.End.Word(var word) ? "data: " + word + "\n\n" : "";
  }

  /// Arguments are JSON of the bundle's; what is no object stands there as a text.
  private static Map<String, String> values(Said said) {
    return Map.of(
        "text", Json.of(said.text()).canonical(),
        "tool", Json.of(said.tool()).canonical(),
        "arguments",
            StrictJson.isObject(Bytes.utf8(said.arguments()))
                ? said.arguments()
                : Json.of(said.arguments()).canonical());
  }

  /// Formats are the same where they read alike.
  @Override
  public boolean equals(Object other) {
    return other instanceof MappedFormat format
        && format.mapping.equals(mapping)
        && format.path.equals(path);
  }

  @Override
  public int hashCode() {
    return mapping.hashCode();
  }

  @Override
  public String toString() {
    return mapping.id() + " as " + Hash.of(Bytes.utf8(mapping + " on " + path).array()).hex();
  }
}
