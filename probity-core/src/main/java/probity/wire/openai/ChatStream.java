package probity.wire.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import probity.exchange.Bytes;
import probity.wire.AnswerStream;
import probity.wire.Chunk;
import probity.wire.Chunk.Call;
import probity.wire.Frame;
import probity.wire.Framing;
import probity.wire.Refused;
import probity.wire.SseDecoder;

/// Reads a streamed answer of Chat Completions.
final class ChatStream implements AnswerStream {
  private static final Bytes DONE = Bytes.utf8("[DONE]");

  private final SseDecoder framing = new SseDecoder();

  /// Of each choice, the tool call whose parts come in.
  private final Map<Integer, Call> open = new TreeMap<>();

  /// The choices that have text for people.
  private final SortedSet<Integer> spoken = new TreeSet<>();

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
    if (frame.data().equals(DONE)) return new Chunk.Done();
    var chunk = ChatDelta.read(frame.data(), frame.type().equals("error"), this::called);
    if (chunk instanceof Chunk.Delta delta) remember(delta);
    return chunk;
  }

  private void remember(Chunk.Delta delta) {
    for (Chunk.Piece piece : delta.pieces()) {
      var place = delta.places().get(piece.place());
      if (piece.channel().name().equals("content") && place.end() > place.start()) {
        spoken.add(piece.channel().choice());
      }
    }
  }

  /// The calls that are complete now that the unit adds to `adds`, in the order of the stream, and
  /// that `finished` choices end: a choice's calls come one after the other.
  private List<Call> called(List<Call> adds, List<Integer> finished) {
    var called = new ArrayList<Call>();
    for (Call call : adds) {
      Call before = open.put(call.choice(), call);
      if (before != null && !before.equals(call)) called.add(before);
    }
    for (int choice : finished) {
      Call last = open.remove(choice);
      if (last != null) called.add(last);
    }
    return called;
  }

  @Override
  public Added notice(String text, Stamp stamp) {
    return spoken.isEmpty()
        ? Added.NOTHING
        : new Added(
            ChatNotice.event(text, spoken, stamp.record(), stamp.model(), stamp.seconds()),
            spoken.size());
  }

  /// Chat Completions has no event for errors, and the SDKs raise on a data line that holds an
  /// `error` object.
  @Override
  public Bytes error(Refused refused) {
    return Bytes.utf8("data: " + new OpenAiErrors().body(refused).utf8() + "\n\n");
  }

  /// A comment without the blank line that would make some clients take it for an event.
  @Override
  public Bytes keepAlive() {
    return Bytes.utf8(": keep-alive\n");
  }
}
