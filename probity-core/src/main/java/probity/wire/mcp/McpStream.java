package probity.wire.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.exchange.Prompt;
import probity.ledger.Json;
import probity.wire.AnswerStream;
import probity.wire.Chunk;
import probity.wire.Chunk.Then;
import probity.wire.Frame;
import probity.wire.Framing;
import probity.wire.JsonFault;
import probity.wire.Offers;
import probity.wire.PlaceReader;
import probity.wire.Refused;
import probity.wire.SseDecoder;

/// Reads a stream of messages, of which every event holds one whole.
///
/// A stream that answers requests is complete when all of them have their answer; each request is a
/// choice. One that a GET opened answers nothing and may end at any time.
final class McpStream implements AnswerStream {
  private final SseDecoder framing = new SseDecoder();
  private final boolean answers;
  private final boolean listens;

  /// All requests, and those of them that have no answer yet, by their place among all.
  private final List<Integer> choices;

  private final TreeMap<Integer, String> open = new TreeMap<>();

  /// The requests that the event read last answers. Where the stream is cut, that event made it so
  /// and was not delivered: those before it were.
  private final List<String> answeredLast = new ArrayList<>();

  /// An event had an id, from which the client can go on with a GET.
  private boolean resumable;

  McpStream(Prompt asked) {
    var read = McpRequest.ids(asked);
    var ids = read.requests();
    listens = read.listens();
    answers = !ids.isEmpty();
    choices = IntStream.range(0, ids.size()).boxed().toList();
    for (int i = 0; i < ids.size(); i++) open.put(i, ids.get(i));
  }

  @Override
  public Framing framing() {
    return framing;
  }

  @Override
  public String contentType() {
    return SseDecoder.CONTENT_TYPE;
  }

  @Override
  public Chunk read(Frame frame) {
    resumable |= hasId(frame);
    answeredLast.clear();
    // Servers open a stream with an event that has an id and nothing to say.
    if (frame.data().length() == 0) {
      return chunk(
          frame.data(), new PlaceReader(frame.data(), McpNames.MEMBERS), List.of(), List.of());
    }
    try {
      return event(frame);
    } catch (JsonFault fault) {
      return fault.chunk();
    }
  }

  private Chunk event(Frame frame) {
    Bytes data = frame.data();
    var in = new PlaceReader(data, McpNames.MEMBERS);
    if (!frame.type().isEmpty() && !frame.type().equals("message")) {
      in.countNotRead("unknown-event");
      in.any(Kind.TOOL_RESULT, "");
      in.json.end();
      return chunk(data, in, List.of(), List.of());
    }
    var offers = new ArrayList<Offers>();
    var finished = new ArrayList<Integer>();
    if (in.json.next() == '[') {
      in.json.array(index -> message(in, data, "/" + index, offers, finished));
    } else {
      message(in, data, "", offers, finished);
    }
    in.json.end();
    return chunk(data, in, finished, offers);
  }

  private void message(
      PlaceReader in, Bytes data, String pointer, List<Offers> offers, List<Integer> finished) {
    var message = McpMessage.read(in, data, pointer, Side.SERVER);
    offers.addAll(message.offers());
    if (message.method().isEmpty()) answered(message.id()).ifPresent(finished::add);
  }

  /// The request that an answer is to. Clients take any answer for that to their only request.
  private Optional<Integer> answered(Optional<String> id) {
    var answered =
        open.entrySet().stream()
            .filter(request -> choices.size() == 1 || id.equals(Optional.of(request.getValue())))
            .map(Map.Entry::getKey)
            .findFirst();
    answered.map(open::remove).ifPresent(answeredLast::add);
    return answered;
  }

  private Chunk chunk(Bytes data, PlaceReader in, List<Integer> finished, List<Offers> offers) {
    return new Chunk.Delta(
        data,
        in.notRead(),
        in.places,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        choices,
        finished,
        Optional.empty(),
        List.of(),
        false,
        answers && open.isEmpty() ? Then.COMPLETE : Then.MORE,
        offers);
  }

  private static boolean hasId(Frame frame) {
    var texts = frame.asideTexts();
    return IntStream.range(0, texts.places().size())
        .mapToObj(texts::text)
        .anyMatch(line -> line.startsWith("id:") && line.substring(3).strip().length() > 0);
  }

  @Override
  public boolean mayEnd() {
    return !answers || listens || resumable;
  }

  @Override
  public Added notice(String text, Stamp stamp) {
    return Added.NOTHING;
  }

  /// An error for each request that has no answer; where nothing was asked, a line of the log.
  @Override
  public Bytes error(Refused refused) {
    if (answers) {
      var out = new StringBuilder();
      var unanswered = new ArrayList<>(answeredLast);
      unanswered.addAll(open.values());
      McpErrors.all(unanswered, refused).forEach(error -> out.append(event(error)));
      return Bytes.utf8(out.toString());
    }
    var says =
        Json.object()
            .put("jsonrpc", "2.0")
            .put("method", "notifications/message")
            .put(
                "params",
                Json.object()
                    .put("level", "error")
                    .put("logger", "probity")
                    .put("data", refused.message())
                    .build())
            .build();
    return Bytes.utf8(event(says.canonical()));
  }

  private static String event(String message) {
    return "event: message\ndata: " + message + "\n\n";
  }

  /// A comment, as servers send it themselves.
  @Override
  public Bytes keepAlive() {
    return Bytes.utf8(": keep-alive\n\n");
  }
}
