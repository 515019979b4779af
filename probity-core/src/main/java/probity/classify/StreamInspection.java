package probity.classify;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Finding;
import probity.token.Tokens;
import probity.wire.Answer.Usage;
import probity.wire.AnswerStream;
import probity.wire.Chunk;
import probity.wire.Chunk.Delta;
import probity.wire.CoverageCount;
import probity.wire.Frame;
import probity.wire.Framing;
import probity.wire.Offers;

/// Inspects a streamed answer before it is delivered.
///
/// Units of the stream go on in their order, with their bytes as they came, once every text in them
/// is clear; text that is clear does not wait for text behind it. A tool call, and all behind it,
/// waits until the gateway allowed it. Tokens are restored in what goes on, after all rules. After
/// [Effect.Cut], [Effect.Unmaskable], [Effect.TooLarge], [Effect.Broken], [Effect.Failed] or
/// [Effect.Finish] nothing more comes out. Not for use by two threads at once.
public final class StreamInspection {
  /// What a streamed answer asks of the gateway, in this order.
  public sealed interface Effect {
    /// Goes to the client now.
    record Release(Bytes bytes) implements Effect {}

    /// The model asks for a tool. The call, and all that follows it, waits for [#allowed].
    ///
    /// @param number 0, 1, 2 … in the answer
    /// @param pointer where arguments of such a call stand
    /// @param arguments as the model wrote them, whole
    /// @param labels what was found in the arguments, each with its highest confidence
    /// @param findings in the arguments, which are place 0
    record ToolCalled(
        int number,
        int choice,
        String name,
        String pointer,
        String arguments,
        SortedMap<String, Integer> labels,
        List<Finding> findings)
        implements Effect {
      public ToolCalled {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        findings = List.copyOf(findings);
      }
    }

    /// The judge cut the answer. Nothing follows, and nothing of what made it cut was released.
    record Cut() implements Effect {}

    /// The judge wants something masked in a text that can only go on as it came. Nothing follows.
    record Unmaskable() implements Effect {}

    /// With what its tokens stand for the answer would grow by more than is held of it. Nothing
    /// follows, and nothing of the unit in which the bound was passed was released.
    record TooLarge() implements Effect {}

    /// The answer is complete. Nothing follows; the last events are released once the outcome is
    /// durable.
    record Finish(Bytes last) implements Effect {}

    /// The provider says that it failed. Nothing follows what it says, and the answer is not
    /// complete.
    record Failed(Bytes last) implements Effect {}

    /// This is no complete answer, and nothing follows.
    ///
    /// @param why a word of the product: that of a [probity.exchange.BodyFault], `no-finish`,
    ///   `goes-on-after-finish`, `upstream-error`, `held-too-much`, `too-many-channels` or
    ///   `tool-call-reopened`
    record Broken(String why) implements Effect {}
  }

  private static final long NEVER = Long.MAX_VALUE;

  private final AnswerStream stream;
  private final Framing framing;
  private final int heldBytesMax;
  private final Judge judge;
  private final AnswerTexts texts;
  private final Tokens tokens;

  private final Set<Integer> choices = new HashSet<>();
  private final Set<Integer> finished = new HashSet<>();

  private final Deque<Item> queue = new ArrayDeque<>();
  private long heldBytes;
  private long items;

  /// The item from which on all choices had finished: the outcome has to be durable before it goes.
  private long tail = NEVER;

  private boolean complete;
  private boolean over;

  private Supplier<Bytes> ending = () -> Bytes.EMPTY;
  private Optional<Ruling> ruling = Optional.empty();
  private final SortedSet<String> uninspected = new TreeSet<>();

  /// A kind of content was not read that had been read, or not there, when the judge was asked.
  private boolean unread;

  private final CoverageCount coverage = new CoverageCount();
  private Usage usage = Usage.NONE;

  private List<Effect> effects = new ArrayList<>();
  private final ByteArrayOutputStream releasing = new ByteArrayOutputStream();

  /// @param stream a reader that has read nothing yet
  /// @param windowChars a candidate longer than this counts as a finding
  /// @param heldBytesMax a bound on what waits to be released, above which the answer is broken;
  ///   256 bytes count for each unit besides its own; also on what restored tokens add in all
  /// @param tokens of the request, in whose places what they stand for goes on
  public StreamInspection(
      AnswerStream stream,
      Detectors detectors,
      int windowChars,
      int heldBytesMax,
      Judge judge,
      Tokens tokens) {
    this.stream = stream;
    this.framing = stream.framing();
    this.heldBytesMax = heldBytesMax;
    this.judge = judge;
    this.texts = new AnswerTexts(detectors, windowChars, tokens);
    this.tokens = tokens;
  }

  /// Of a request without tokens.
  public StreamInspection(
      AnswerStream stream, Detectors detectors, int windowChars, int heldBytesMax, Judge judge) {
    this(stream, detectors, windowChars, heldBytesMax, judge, Tokens.NONE);
  }

  /// What to put behind the texts once nothing of them follows.
  public void endWith(Supplier<Bytes> units) {
    ending = units;
  }

  /// Bytes from the provider.
  public List<Effect> feed(Bytes chunk) {
    begin();
    if (!over && !complete) {
      for (Frame frame : framing.feed(chunk)) {
        if (over || complete) break;
        take(frame);
      }
      framing.fault().ifPresent(fault -> broken(fault.word()));
      if (heldBytes > heldBytesMax) broken("held-too-much");
    }
    return effects();
  }

  /// The provider ended its body cleanly.
  public List<Effect> end() {
    begin();
    if (!over && !complete) {
      for (Frame frame : framing.end()) {
        if (!over && !complete) take(frame);
      }
      framing.fault().ifPresent(fault -> broken(fault.word()));
      if (!complete) {
        boolean finish =
            !stream.saysWhenComplete() && !choices.isEmpty() && finished.containsAll(choices);
        if (finish || stream.mayEnd()) complete();
        else broken("no-finish");
      }
    }
    return effects();
  }

  /// Tool call `number` may go on, and its record is durable.
  public List<Effect> allowed(int number) {
    if (!over) {
      ToolCall call = texts.call(number);
      if (!call.isComplete()) throw new IllegalStateException("tool call is not complete");
      call.allow();
      drain();
    }
    return effects();
  }

  /// What was found so far, as it stands on the record.
  public List<Folded> findings() {
    return texts.tally.findings();
  }

  /// All labels found so far, each with its highest confidence.
  public SortedMap<String, Integer> labels() {
    return texts.labels();
  }

  /// How many findings were masked, tools taken and tokens restored in what was released, by label.
  public SortedMap<String, Integer> alterations() {
    return texts.tally.alterations();
  }

  public Usage usage() {
    return usage;
  }

  public int toolCalls() {
    return texts.calls();
  }

  /// How many choices the answer has.
  public int choices() {
    return choices.size();
  }

  public Coverage coverage() {
    return coverage.coverage();
  }

  private void begin() {
    if (ruling.isEmpty()) rule();
  }

  private void take(Frame frame) {
    List<Finding> inAsides = texts.aside(frame.asideTexts());
    if (frame.lines().isEmpty()) {
      enqueue(new Item(items++, frame, inAsides));
      settle();
      return;
    }
    switch (stream.read(frame)) {
      case Chunk.Unreadable(BodyFault fault, String _) -> broken(fault.word());
      case Chunk.Done() -> {
        enqueue(new Item(items++, frame, inAsides));
        complete();
      }
      case Delta delta -> take(frame, delta, inAsides);
    }
  }

  private void take(Frame frame, Delta delta, List<Finding> inAsides) {
    coverage.read(delta.places());
    coverage.notRead(delta.notRead());
    unread |= uninspected.addAll(delta.notRead().keySet());
    delta.usage().ifPresent(counted -> usage = counted);
    choices.addAll(delta.choices());
    var taken = texts.take(delta);
    if (texts.fault().isPresent()) {
      broken(texts.fault().get());
      return;
    }
    finished.addAll(delta.finished());
    var cut = Offers.of(delta.offers(), judge::offers);
    enqueue(new Item(items++, frame, delta, taken, cut, tokens, texts.growth, inAsides));
    switch (delta.then()) {
      case MORE -> settle();
      case COMPLETE -> complete();
      case FAILED -> failed();
    }
  }

  private void enqueue(Item item) {
    queue.add(item);
    heldBytes += item.cost();
    if (choices.isEmpty() || !finished.containsAll(choices)) tail = NEVER;
    else tail = Math.min(tail, item.number);
  }

  /// The answer is complete.
  private void complete() {
    complete = true;
    texts.end();
    if (!queue.isEmpty()) tail = Math.min(tail, queue.getLast().number);
    settle();
  }

  /// The provider failed: what it says of that goes on behind the texts, and no tool call that was
  /// not allowed by now.
  private void failed() {
    Item last = queue.removeLast();
    tail = NEVER;
    texts.end();
    ruleAnew();
    if (over) return;
    drain();
    stop(
        last.waits()
            ? new Effect.Broken("upstream-error")
            : new Effect.Failed(closed(last.rest(redacted(), texts.tally))));
  }

  private Bytes closed(Bytes last) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(last.array());
    out.writeBytes(stream.closing().array());
    return Bytes.wrap(out.toByteArray());
  }

  /// Asks the judge when there is something new, tells of tool calls, and releases what may go.
  private void settle() {
    ruleAnew();
    if (over) return;
    drain();
    for (ToolCall call : texts.completed()) {
      flush();
      effects.add(call.called());
    }
  }

  private void ruleAnew() {
    if (texts.grown() || unread) rule();
    if (!over && texts.fixed(redacted())) stop(new Effect.Unmaskable());
    if (!over && texts.growth.bytes() > heldBytesMax) stop(new Effect.TooLarge());
  }

  private void rule() {
    unread = false;
    ruling = Optional.of(judge.rule(labels(), Collections.unmodifiableSortedSet(uninspected)));
    if (ruling.get() instanceof Ruling.Cut) stop(new Effect.Cut());
  }

  private void broken(String why) {
    if (!over) stop(new Effect.Broken(why));
  }

  private void stop(Effect last) {
    flush();
    effects.add(last);
    over = true;
    queue.clear();
    heldBytes = 0;
  }

  private void drain() {
    while (!queue.isEmpty()) {
      Item head = queue.getFirst();
      if (head.number >= tail) {
        finishWhenAllowed();
        return;
      }
      if (head.waits()) return;
      if (!head.clear()) {
        head.clearPart(redacted(), texts.tally)
            .ifPresent(bytes -> releasing.writeBytes(bytes.array()));
        return;
      }
      releasing.writeBytes(pop().array());
    }
    if (complete) finishWhenAllowed();
  }

  private void finishWhenAllowed() {
    if (!complete || queue.stream().anyMatch(Item::waits)) return;
    var last = new ByteArrayOutputStream();
    while (!queue.isEmpty() && queue.getFirst().hasText()) last.writeBytes(pop().array());
    last.writeBytes(ending.get().array());
    while (!queue.isEmpty()) last.writeBytes(pop().array());
    stop(new Effect.Finish(Bytes.wrap(last.toByteArray())));
  }

  private Bytes pop() {
    Item item = queue.removeFirst();
    heldBytes -= item.cost();
    Bytes bytes = item.rest(redacted(), texts.tally);
    stream.released(item.frame);
    item.forget();
    return bytes;
  }

  private SortedSet<String> redacted() {
    return ruling.orElseThrow() instanceof Ruling.Redact(SortedSet<String> redacted)
        ? redacted
        : Collections.emptySortedSet();
  }

  private void flush() {
    if (releasing.size() == 0) return;
    effects.add(new Effect.Release(Bytes.wrap(releasing.toByteArray())));
    releasing.reset();
  }

  private List<Effect> effects() {
    flush();
    List<Effect> out = List.copyOf(effects);
    effects = new ArrayList<>();
    return out;
  }
}
