package probity.classify;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.wire.Answer.Usage;
import probity.wire.ChatChunk;
import probity.wire.ChatChunk.Delta;
import probity.wire.ChatChunk.Piece;
import probity.wire.ChatChunk.ToolPart;
import probity.wire.CoverageCount;
import probity.wire.OpenAiChatStream;
import probity.wire.SseDecoder;
import probity.wire.SseEvent;
import probity.wire.Texts;

/// Inspects a streamed answer of Chat Completions before it is delivered.
///
/// Units of the stream go on in their order, with their bytes as they came, once every text in them
/// is clear; text that is clear does not wait for text behind it. A tool call, and all behind it,
/// waits until the gateway allowed it. After [Effect.Cut], [Effect.Broken] or [Effect.Finish]
/// nothing more comes out. Not for use by two threads at once.
public final class StreamInspection {
  /// What a streamed answer asks of the gateway, in this order.
  public sealed interface Effect {
    /// Goes to the client now.
    record Release(Bytes bytes) implements Effect {}

    /// The model asks for a tool. The call, and all that follows it, waits for [#allowed].
    ///
    /// @param number 0, 1, 2 … in the answer
    /// @param arguments as the model wrote them, whole
    /// @param labels what was found in the arguments, each with its highest confidence
    /// @param findings in the arguments, which are place 0
    record ToolCalled(
        int number,
        int choice,
        String name,
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

    /// The answer is complete. Nothing follows; the last events are released once the outcome is
    /// durable.
    record Finish(Bytes last) implements Effect {}

    /// This is no complete answer, and nothing follows.
    ///
    /// @param why a word of the product: that of a [probity.exchange.BodyFault], `no-finish`,
    ///   `goes-on-after-finish`, `upstream-error`, `held-too-much`, `too-many-channels` or
    ///   `tool-call-reopened`
    record Broken(String why) implements Effect {}
  }

  /// Texts that an answer may have at once: channels of choices, and arguments of tool calls.
  private static final int CHANNELS_MAX = 512;

  private static final long NEVER = Long.MAX_VALUE;

  private static final Texts NO_TEXTS = Texts.json(Bytes.EMPTY, List.of());

  private record ChannelKey(int choice, String name) {}

  private record CallKey(int choice, int index) {}

  private final Detectors detectors;
  private final int windowChars;
  private final int heldBytesMax;
  private final Judge judge;

  private final SseDecoder decoder = new SseDecoder();
  private final Map<ChannelKey, Channel> channels = new HashMap<>();
  private final Map<CallKey, ToolCall> callsByKey = new HashMap<>();
  private final List<ToolCall> calls = new ArrayList<>();

  /// Of each choice, the tool call whose parts come in.
  private final Map<Integer, ToolCall> openCalls = new HashMap<>();

  /// Tool calls that became complete and that the gateway was not told of yet.
  private final List<ToolCall> completed = new ArrayList<>();

  private final Set<Integer> choices = new HashSet<>();
  private final Set<Integer> finished = new HashSet<>();

  private final Deque<Item> queue = new ArrayDeque<>();
  private long heldBytes;
  private long items;

  /// The item from which on all choices had finished: the outcome has to be durable before it goes.
  private long tail = NEVER;

  private boolean complete;
  private boolean over;

  private Optional<Function<SortedSet<Integer>, Bytes>> ending = Optional.empty();
  private Optional<Ruling> ruling = Optional.empty();
  private final SortedMap<String, Integer> labels = new TreeMap<>();
  private boolean grown;

  private final Tally tally = new Tally();
  private final CoverageCount coverage = new CoverageCount();
  private Usage usage = Usage.NONE;

  private List<Effect> effects = new ArrayList<>();
  private final ByteArrayOutputStream releasing = new ByteArrayOutputStream();

  /// @param windowChars a candidate longer than this counts as a finding
  /// @param heldBytesMax a bound on what waits to be released, above which the answer is broken;
  ///   256 bytes count for each unit besides its own
  public StreamInspection(Detectors detectors, int windowChars, int heldBytesMax, Judge judge) {
    this.detectors = detectors;
    this.windowChars = windowChars;
    this.heldBytesMax = heldBytesMax;
    this.judge = judge;
  }

  /// What to put behind the text of the choices that had any, once nothing of it follows.
  ///
  /// @param event makes an event of the choices' indexes
  public void endWith(Function<SortedSet<Integer>, Bytes> event) {
    ending = Optional.of(event);
  }

  /// Bytes from the provider.
  public List<Effect> feed(Bytes chunk) {
    begin();
    if (!over && !complete) {
      for (SseEvent event : decoder.feed(chunk)) {
        if (over || complete) break;
        take(event);
      }
      decoder.fault().ifPresent(fault -> broken(fault.word()));
      if (heldBytes > heldBytesMax) broken("held-too-much");
    }
    return effects();
  }

  /// The provider ended its body cleanly.
  public List<Effect> end() {
    begin();
    if (!over && !complete) {
      for (SseEvent event : decoder.end()) {
        if (!over && !complete) take(event);
      }
      decoder.fault().ifPresent(fault -> broken(fault.word()));
      if (!complete) {
        if (choices.isEmpty() || !finished.containsAll(choices)) broken("no-finish");
        else complete();
      }
    }
    return effects();
  }

  /// Tool call `number` may go on, and its record is durable.
  public List<Effect> allowed(int number) {
    if (!over) {
      ToolCall call = calls.get(number);
      if (!call.isComplete()) throw new IllegalStateException("tool call is not complete");
      call.allow();
      drain();
    }
    return effects();
  }

  /// What was found so far, as it stands on the record.
  public List<Folded> findings() {
    return tally.findings();
  }

  /// All labels found so far, each with its highest confidence.
  public SortedMap<String, Integer> labels() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /// How many findings were masked in what was released, by label.
  public SortedMap<String, Integer> alterations() {
    return tally.alterations();
  }

  public Usage usage() {
    return usage;
  }

  public int toolCalls() {
    return calls.size();
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

  private void take(SseEvent event) {
    List<Finding> inAsides = detectors.inspect(event.asideTexts());
    found(event.asides(), inAsides);
    if (event.lines().isEmpty()) {
      enqueue(event, NO_TEXTS, new Delivery(), inAsides);
      settle();
      return;
    }
    if (event.type().equals("error")) {
      broken("upstream-error");
      return;
    }
    switch (OpenAiChatStream.read(event.data())) {
      case ChatChunk.Failed() -> broken("upstream-error");
      case ChatChunk.Unreadable(BodyFault fault, String _) -> broken(fault.word());
      case ChatChunk.Done() -> {
        enqueue(event, NO_TEXTS, new Delivery(), inAsides);
        complete();
      }
      case Delta delta -> take(event, delta, inAsides);
    }
  }

  /// What of an event goes through channels and tool calls.
  private static final class Delivery {
    private final List<Item.Part> parts = new ArrayList<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private List<Finding> findings = List.of();
    private Optional<Delta> delta = Optional.empty();
  }

  private void take(SseEvent event, Delta delta, List<Finding> inAsides) {
    coverage.read(delta.places());
    coverage.notRead(delta.notRead());
    delta.usage().ifPresent(counted -> usage = counted);
    choices.addAll(delta.choices());
    Texts texts = delta.texts();
    var delivery = new Delivery();
    delivery.delta = Optional.of(delta);
    var inChannels = new HashSet<Integer>();
    for (Piece piece : delta.pieces()) {
      if (over) return;
      Place place = delta.places().get(piece.place());
      Channel channel =
          channels.computeIfAbsent(
              new ChannelKey(piece.choice(), piece.channel()), _ -> channel(place));
      inChannels.add(piece.place());
      delivery.parts.add(feed(channel, piece.place(), texts.text(piece.place())));
    }
    for (ToolPart part : delta.tools()) {
      if (over) return;
      take(part, texts, delivery, inChannels);
    }
    if (over) return;
    delivery.findings = elsewhere(texts, inChannels);
    found(delta.places(), delivery.findings);
    for (int choice : delta.finished()) finish(choice);
    if (over) return;
    enqueue(event, texts, delivery, inAsides);
    settle();
  }

  private void take(ToolPart part, Texts texts, Delivery delivery, Set<Integer> inChannels) {
    Place place =
        part.arguments() >= 0
            ? texts.places().get(part.arguments())
            : new Place(Place.Kind.TOOL_ARGUMENTS, "/choices/*/delta/tool_calls/*", 0, 0);
    ToolCall call =
        callsByKey.computeIfAbsent(
            new CallKey(part.choice(), part.index()), _ -> begin(part, place));
    if (call.isComplete()) {
      broken("tool-call-reopened");
      return;
    }
    call.name(part.name());
    if (!delivery.calls.contains(call)) delivery.calls.add(call);
    if (part.arguments() < 0) return;
    String arguments = texts.text(part.arguments());
    call.arguments(arguments);
    inChannels.add(part.arguments());
    delivery.parts.add(feed(call.channel, part.arguments(), arguments));
  }

  /// A tool call begins, and with it the one before it in its choice is complete.
  private ToolCall begin(ToolPart part, Place place) {
    var call = new ToolCall(calls.size(), part.choice(), channel(place));
    calls.add(call);
    ToolCall before = openCalls.put(part.choice(), call);
    if (before != null) complete(before);
    return call;
  }

  private Channel channel(Place place) {
    return new Channel(new HoldBack(detectors, windowChars), place);
  }

  private Item.Part feed(Channel channel, int place, String text) {
    int from = channel.hold.length();
    if (channels.size() + calls.size() > CHANNELS_MAX) broken("too-many-channels");
    else if (!channel.hold.ended()) found(channel, channel.hold.feed(text));
    else if (!text.isEmpty()) broken("goes-on-after-finish");
    return new Item.Part(place, channel, from, channel.hold.length());
  }

  private List<Finding> elsewhere(Texts texts, Set<Integer> inChannels) {
    var findings = new ArrayList<Finding>();
    for (int place = 0; place < texts.places().size(); place++) {
      if (!inChannels.contains(place)) findings.addAll(detectors.inspect(texts, place));
    }
    return findings;
  }

  private void found(Channel channel, List<Hit> hits) {
    for (Hit hit : hits) {
      tally.found(channel, hit);
      label(hit.label(), hit.confidence());
    }
  }

  private void found(List<Place> places, List<Finding> findings) {
    if (findings.isEmpty()) return;
    tally.found(places, findings);
    for (Finding finding : findings) label(finding.label(), finding.confidence());
  }

  private void label(String label, int confidence) {
    grown |= !labels.containsKey(label);
    labels.merge(label, confidence, Math::max);
  }

  private void enqueue(SseEvent event, Texts texts, Delivery delivery, List<Finding> inAsides) {
    var item =
        new Item(
            items++,
            event,
            texts,
            delivery.parts,
            delivery.calls,
            delivery.delta.map(Delta::logprobs).orElse(List.of()),
            delivery.delta.map(Delta::divisible).orElse(false),
            delivery.findings,
            inAsides);
    queue.add(item);
    heldBytes += item.cost();
    if (choices.isEmpty() || !finished.containsAll(choices)) tail = NEVER;
    else tail = Math.min(tail, item.number);
  }

  /// No more text comes in a choice: all of it is decided.
  private void finish(int choice) {
    finished.add(choice);
    channels.forEach((key, channel) -> {
      if (key.choice == choice) found(channel, channel.hold.end());
    });
    ToolCall open = openCalls.remove(choice);
    if (open != null) complete(open);
  }

  private void complete(ToolCall call) {
    call.complete();
    found(call.channel, call.channel.hold.end());
    completed.add(call);
  }

  /// The answer is complete.
  private void complete() {
    complete = true;
    for (Channel channel : channels.values()) found(channel, channel.hold.end());
    for (ToolCall call : List.copyOf(openCalls.values())) complete(call);
    openCalls.clear();
    if (!queue.isEmpty()) tail = Math.min(tail, queue.getLast().number);
    settle();
  }

  /// Asks the judge when there is something new, tells of tool calls, and releases what may go.
  private void settle() {
    if (grown) rule();
    if (over) return;
    drain();
    for (ToolCall call : completed) {
      flush();
      effects.add(call.called());
    }
    completed.clear();
  }

  private void rule() {
    grown = false;
    ruling = Optional.of(judge.rule(labels()));
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
    completed.clear();
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
        head.clearPart(redacted(), tally).ifPresent(bytes -> releasing.writeBytes(bytes.array()));
        return;
      }
      releasing.writeBytes(pop().array());
    }
  }

  private void finishWhenAllowed() {
    if (!complete || queue.stream().anyMatch(Item::waits)) return;
    var last = new ByteArrayOutputStream();
    while (!queue.isEmpty() && queue.getFirst().hasText()) last.writeBytes(pop().array());
    last.writeBytes(ending().array());
    while (!queue.isEmpty()) last.writeBytes(pop().array());
    stop(new Effect.Finish(Bytes.wrap(last.toByteArray())));
  }

  /// The event at the end of the texts; nothing where there was no text.
  private Bytes ending() {
    var spoken = new TreeSet<Integer>();
    channels.forEach((key, channel) -> {
      if (key.name.equals("content") && channel.hold.length() > 0) spoken.add(key.choice);
    });
    return spoken.isEmpty()
        ? Bytes.EMPTY
        : ending.map(event -> event.apply(spoken)).orElse(Bytes.EMPTY);
  }

  private Bytes pop() {
    Item item = queue.removeFirst();
    heldBytes -= item.cost();
    Bytes bytes = item.rest(redacted(), tally);
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
