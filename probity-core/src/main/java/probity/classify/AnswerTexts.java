package probity.classify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.token.Growth;
import probity.token.Tokens;
import probity.wire.Chunk;
import probity.wire.Chunk.Delta;
import probity.wire.Chunk.Piece;
import probity.wire.Chunk.ToolPart;
import probity.wire.Texts;

/// The texts of a streamed answer that go on over many units, and what was found in them.
final class AnswerTexts {
  /// Texts that an answer may have at once: channels of choices, and arguments of tool calls.
  private static final int CHANNELS_MAX = 512;

  private static final String SEPARATOR = "\n";

  private final Detectors detectors;
  private final int windowChars;
  private final Tokens tokens;
  private final Map<Chunk.Channel, Channel> channels = new HashMap<>();
  private final Map<Chunk.Call, ToolCall> byKey = new HashMap<>();
  private final List<ToolCall> calls = new ArrayList<>();

  /// Tool calls that became complete and that the gateway was not told of yet.
  private final List<ToolCall> completed = new ArrayList<>();

  final Tally tally = new Tally();

  /// By what tokens in the answer add when they are restored.
  final Growth growth = new Growth();

  private final SortedMap<String, Integer> labels = new TreeMap<>();

  /// Labels found in texts that cannot be masked.
  private final Set<String> fixed = new HashSet<>();

  private boolean grown;
  private Optional<String> fault = Optional.empty();

  AnswerTexts(Detectors detectors, int windowChars, Tokens tokens) {
    this.detectors = detectors;
    this.windowChars = windowChars;
    this.tokens = tokens;
  }

  /// What of a unit belongs to longer texts.
  ///
  /// @param findings in all its other places
  record Taken(List<Item.Part> parts, List<ToolCall> calls, List<Finding> findings) {
    static final Taken NOTHING = new Taken(List.of(), List.of(), List.of());
  }

  /// Why the answer cannot go on, if it cannot.
  Optional<String> fault() {
    return fault;
  }

  Taken take(Delta delta) {
    Texts texts = delta.texts();
    var parts = new ArrayList<Item.Part>();
    var inCalls = new ArrayList<ToolCall>();
    var inTexts = new HashSet<Integer>();
    for (Piece piece : delta.pieces()) {
      if (fault.isPresent()) return Taken.NOTHING;
      Place place = delta.places().get(piece.place());
      Channel channel = channels.computeIfAbsent(piece.channel(), _ -> channel(place));
      inTexts.add(piece.place());
      parts.add(feed(channel, piece.place(), texts.text(piece.place())));
    }
    for (ToolPart part : delta.tools()) {
      if (fault.isPresent()) return Taken.NOTHING;
      ToolCall call = byKey.computeIfAbsent(part.call(), _ -> begin(part));
      if (call.isComplete()) {
        fault = Optional.of("tool-call-reopened");
        return Taken.NOTHING;
      }
      call.name(part.name());
      if (!inCalls.contains(call)) inCalls.add(call);
      part.written().ifPresent(call::arguments);
      if (part.arguments() < 0) continue;
      if (part.apart()) separate(call, part.written().isEmpty());
      String arguments = texts.text(part.arguments());
      if (part.written().isEmpty()) call.arguments(arguments);
      inTexts.add(part.arguments());
      parts.add(feed(call.channel, part.arguments(), arguments));
    }
    var findings = elsewhere(texts, inTexts);
    found(delta.places(), findings);
    for (Chunk.Call key : delta.called()) {
      ToolCall call = byKey.get(key);
      if (call != null) complete(call);
    }
    delta.ended().forEach(this::end);
    delta.finished().forEach(this::finish);
    return new Taken(parts, inCalls, findings);
  }

  private ToolCall begin(ToolPart part) {
    var place = new Place(Place.Kind.TOOL_ARGUMENTS, part.pointer(), 0, 0);
    var call = new ToolCall(calls.size(), part.call().choice(), channel(place));
    calls.add(call);
    return call;
  }

  /// Parts the next string of the arguments from the one before it: read on as one word, a number
  /// or key at its beginning would be none.
  ///
  /// @param written whether a probe gets to see it as well
  private void separate(ToolCall call, boolean written) {
    if (call.channel.ended()) return;
    if (written) call.arguments(SEPARATOR);
    found(call.channel, call.channel.apart(SEPARATOR));
  }

  private Channel channel(Place place) {
    return new Channel(new HoldBack(detectors.all(), windowChars), tokens, growth, place);
  }

  private Item.Part feed(Channel channel, int place, String text) {
    int from = channel.length();
    if (channels.size() + calls.size() > CHANNELS_MAX) fault = Optional.of("too-many-channels");
    else if (!channel.ended()) found(channel, channel.feed(text));
    else if (!text.isEmpty()) fault = Optional.of("goes-on-after-finish");
    return new Item.Part(place, channel, from, channel.length());
  }

  private List<Finding> elsewhere(Texts texts, Set<Integer> inTexts) {
    var findings = new ArrayList<Finding>();
    for (int place = 0; place < texts.places().size(); place++) {
      if (!inTexts.contains(place)) findings.addAll(detectors.inspect(texts, place));
    }
    return findings;
  }

  private void end(Chunk.Channel key) {
    Channel channel = channels.get(key);
    if (channel != null) end(channel);
  }

  private void end(Channel channel) {
    found(channel, channel.end());
  }

  /// No more text comes in a choice: all of it is decided.
  private void finish(int choice) {
    channels.forEach((key, channel) -> {
      if (key.choice() == choice) end(channel);
    });
    calls.stream().filter(call -> call.choice == choice).forEach(this::complete);
  }

  private void complete(ToolCall call) {
    if (call.isComplete()) return;
    call.complete();
    end(call.channel);
    completed.add(call);
  }

  /// No more text comes at all.
  void end() {
    channels.values().forEach(this::end);
    calls.forEach(this::complete);
  }

  /// Findings in the lines of an event stream that are no data.
  List<Finding> aside(Texts texts) {
    List<Finding> findings = detectors.inspect(texts);
    found(texts.places(), findings);
    return findings;
  }

  private void found(Channel channel, List<Hit> hits) {
    for (Hit hit : hits) {
      tally.found(channel, hit);
      if (channel.first.fixed()) fixed.add(hit.label());
      label(hit.label(), hit.confidence());
    }
  }

  private void found(List<Place> places, Collection<Finding> findings) {
    if (findings.isEmpty()) return;
    tally.found(places, List.copyOf(findings));
    for (Finding finding : findings) {
      if (places.get(finding.place()).fixed()) fixed.add(finding.label());
      label(finding.label(), finding.confidence());
    }
  }

  private void label(String label, int confidence) {
    grown |= !labels.containsKey(label);
    labels.merge(label, confidence, Math::max);
  }

  /// Whether a label was found since the last time, that was not before.
  boolean grown() {
    boolean since = grown;
    grown = false;
    return since;
  }

  /// All labels found so far, each with its highest confidence.
  SortedMap<String, Integer> labels() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /// Whether one of `masked` was found in a text that cannot be masked.
  boolean fixed(Set<String> masked) {
    return !Collections.disjoint(fixed, masked);
  }

  /// The tool calls that became complete since the last time.
  List<ToolCall> completed() {
    var since = List.copyOf(completed);
    completed.clear();
    return since;
  }

  ToolCall call(int number) {
    return calls.get(number);
  }

  int calls() {
    return calls.size();
  }
}
