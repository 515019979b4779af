package probity.wire.anthropic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.wire.Chunk.Call;
import probity.wire.Chunk.Channel;
import probity.wire.Chunk.Delta;
import probity.wire.Chunk.Piece;
import probity.wire.Chunk.Then;
import probity.wire.Chunk.ToolPart;
import probity.wire.PlaceReader;
import probity.wire.PlainJson;
import probity.wire.Values;

/// What a stream has said so far, and what one more event adds to that.
///
/// Blocks begin in the order of their positions, get what belongs to them while they are open, and
/// end once. A stream that does otherwise is unreadable: clients would not agree on what belongs to
/// which block.
final class Streamed {
  /// The answer's one choice.
  private static final int CHOICE = 0;

  /// Where the input of a tool call stands once its pieces are put together.
  private static final String INPUT = "/content/*/input";

  private final List<Open> blocks = new ArrayList<>();
  private final Counted usage = new Counted();
  private boolean started;
  private boolean stopped;
  private boolean spoken;

  /// A block, by its position.
  private static final class Open {
    private final boolean call;

    /// Its input stood in the event that opened it.
    private final boolean whole;

    private final Set<Channel> channels = new LinkedHashSet<>();
    private boolean closed;

    Open(Block block) {
      call = block.calls();
      whole = block.hasInput();
    }
  }

  /// How many blocks the answer has.
  int blocks() {
    return blocks.size();
  }

  /// Whether any of them has text for people.
  boolean spoken() {
    return spoken;
  }

  /// Reads one event. After a [probity.wire.JsonFault] nothing more may be read.
  Delta add(MessagesEvent event) {
    return new Adding(event).delta();
  }

  private final class Adding {
    private final MessagesEvent event;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<ToolPart> tools = new ArrayList<>();
    private final List<Channel> ended = new ArrayList<>();
    private final List<Call> called = new ArrayList<>();
    private List<Integer> choices = List.of(CHOICE);
    private boolean divisible;
    private Then then = Then.MORE;

    Adding(MessagesEvent event) {
      this.event = event;
    }

    Delta delta() {
      switch (event.type()) {
        case "message_start" -> start();
        case "content_block_start" -> open(event.index());
        case "content_block_delta" -> add(event.index());
        case "content_block_stop" -> close(event.index());
        case "message_delta" -> stopped |= event.delta().filter(BlockDelta::stops).isPresent();
        case "message_stop" -> then = Then.COMPLETE;
        case "error" -> then = Then.FAILED;
        case "ping" -> choices = List.of();
        default -> unknown();
      }
      usage.update(event.usage());
      return new Delta(
          event.data,
          event.in.notRead(),
          event.in.places,
          pieces,
          tools,
          ended,
          called,
          choices,
          stopped || then == Then.COMPLETE ? choices : List.of(),
          usage.isEmpty() ? Optional.empty() : Optional.of(usage.usage()),
          List.of(),
          divisible,
          then);
    }

    private void start() {
      if (started) throw PlaceReader.wrongShape("a message starts twice");
      started = true;
      var message =
          event.message().orElseThrow(() -> PlaceReader.wrongShape("`message` is no object"));
      usage.update(message.usage());
      for (Block block : message.blocks()) {
        Open open = begin(block);
        open.closed = true;
        if (open.call) call(block, blocks.size() - 1, true);
        for (int place : block.begun().values()) spoken |= !isEmpty(place);
      }
    }

    private Open begin(Block block) {
      if (blocks.size() > Values.INDEX_MAX) {
        throw PlaceReader.wrongShape("more than " + (Values.INDEX_MAX + 1) + " blocks");
      }
      var open = new Open(block);
      blocks.add(open);
      return open;
    }

    private void open(int index) {
      if (!started || stopped) throw PlaceReader.wrongShape("a block outside of the message");
      if (index != blocks.size()) throw PlaceReader.wrongShape("a block is not the next one");
      var block =
          event.block().orElseThrow(() -> PlaceReader.wrongShape("`content_block` is missing"));
      Open open = begin(block);
      block.begun().forEach((member, place) -> piece(open, index, member, place));
      if (open.call) call(block, index, false);
    }

    private Open opened(int index) {
      if (index >= blocks.size() || blocks.get(index).closed || stopped) {
        throw PlaceReader.wrongShape("an event is about a block that is not open");
      }
      return blocks.get(index);
    }

    private void add(int index) {
      Open open = opened(index);
      var delta = event.delta().orElseThrow(() -> PlaceReader.wrongShape("`delta` is missing"));
      if (!delta.isKnown()) event.in.countNotRead("unknown-event");
      delta
          .texts()
          .forEach((member, place) -> {
            if (!open.call || !member.equals("partial_json")) {
              piece(open, index, member, place);
              return;
            }
            if (open.whole && !isEmpty(place)) {
              throw PlaceReader.wrongShape("a tool call has its input twice");
            }
            tools.add(new ToolPart(new Call(CHOICE, index), "", place, INPUT));
          });
      divisible = delta.onlyText() && tools.isEmpty();
    }

    private void piece(Open open, int index, String member, int place) {
      var channel = new Channel(CHOICE, index + "/" + member);
      open.channels.add(channel);
      pieces.add(new Piece(place, channel));
      spoken |= member.equals("text") && !isEmpty(place);
    }

    private void close(int index) {
      Open open = opened(index);
      open.closed = true;
      ended.addAll(open.channels);
      if (open.call) called.add(new Call(CHOICE, index));
    }

    private void call(Block block, int index, boolean whole) {
      var call = new Call(CHOICE, index);
      var written = Optional.of(block.hasInput() ? PlainJson.text(event.data, block.input()) : "");
      tools.add(new ToolPart(call, block.name(), -1, INPUT, written));
      for (int place : block.arguments()) {
        tools.add(new ToolPart(call, "", place, INPUT, Optional.of(""), true));
      }
      if (whole) called.add(call);
    }

    /// A text of an event that nobody knows may well go on in others of its type.
    private void unknown() {
      event.in.countNotRead("unknown-event");
      event
          .delta()
          .ifPresent(delta ->
              delta
                  .texts()
                  .forEach((member, place) ->
                      pieces.add(
                          new Piece(place, new Channel(CHOICE, event.type() + "/" + member)))));
    }

    private boolean isEmpty(int place) {
      var at = event.in.places.get(place);
      return at.end() == at.start();
    }
  }
}
