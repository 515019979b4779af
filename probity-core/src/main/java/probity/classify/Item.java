package probity.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.token.Growth;
import probity.token.Tokens;
import probity.wire.Change;
import probity.wire.Chunk.Delta;
import probity.wire.Edit;
import probity.wire.Frame;
import probity.wire.Offers;
import probity.wire.Range;
import probity.wire.Splice;
import probity.wire.Texts;

/// A unit of the stream that waits to be released.
final class Item {
  /// Less than this waits for the rest of its event, mostly the end of a word, so that events stay
  /// whole and as they came.
  private static final int DIVIDE_CHARS_MIN = 200;

  private static final Texts NO_TEXTS = Texts.json(Bytes.EMPTY, List.of());

  /// A place whose text is the part `from` to `to` of a channel.
  record Part(int place, Channel channel, int from, int to) {
    boolean clear() {
      return channel.clear() >= to;
    }
  }

  final long number;
  final Frame frame;
  private final Texts texts;
  private final List<Part> parts;
  private final List<ToolCall> calls;
  private final List<Range> logprobs;
  private final boolean divisible;

  /// Tools that are not offered.
  private final Offers.Cut cut;

  /// Findings in places that no channel goes through, and in lines that are no data.
  private final List<Finding> inData;

  private final List<Finding> inAsides;

  /// Tokens in places that no channel goes through.
  private final List<Tokens.Placed> tokens;

  private final Growth growth;

  /// How much of the only part was released.
  private int released;

  private boolean counted;

  /// A unit without data.
  Item(long number, Frame frame, List<Finding> inAsides) {
    this(
        number,
        frame,
        NO_TEXTS,
        List.of(),
        false,
        AnswerTexts.Taken.NOTHING,
        Offers.Cut.NOTHING,
        Tokens.NONE,
        new Growth(),
        inAsides);
  }

  Item(
      long number,
      Frame frame,
      Delta delta,
      AnswerTexts.Taken taken,
      Offers.Cut cut,
      Tokens tokens,
      Growth growth,
      List<Finding> inAsides) {
    this(
        number,
        frame,
        delta.texts(),
        delta.logprobs(),
        delta.divisible(),
        taken,
        cut,
        tokens,
        growth,
        inAsides);
  }

  private Item(
      long number,
      Frame frame,
      Texts texts,
      List<Range> logprobs,
      boolean divisible,
      AnswerTexts.Taken taken,
      Offers.Cut cut,
      Tokens tokens,
      Growth growth,
      List<Finding> inAsides) {
    this.number = number;
    this.frame = frame;
    this.texts = texts;
    this.parts = taken.parts();
    this.calls = taken.calls();
    this.logprobs = logprobs;
    this.divisible = divisible;
    this.cut = cut;
    this.inData = taken.findings();
    this.inAsides = inAsides;
    this.tokens = tokens.find(texts, this::isRestored);
    this.growth = growth;
    grow();
  }

  private void grow() {
    for (Tokens.Placed one : tokens) one.sightings().forEach(growth::add);
  }

  /// What it costs to let it wait: its bytes, and a round figure for the objects around them.
  int cost() {
    return frame.raw().length() + 256;
  }

  /// Whether it holds text of a channel.
  boolean hasText() {
    return parts.stream().anyMatch(part -> part.to > part.from);
  }

  /// Whether a tool call in it is not allowed yet.
  boolean waits() {
    return calls.stream().anyMatch(call -> !call.allowed());
  }

  boolean clear() {
    return parts.stream().allMatch(Part::clear);
  }

  /// All of it that was not released.
  Bytes rest(SortedSet<String> labels, Tally tally) {
    return bytes(Integer.MAX_VALUE, labels, tally);
  }

  /// An event with what is clear of the only part, where that is worth an event of its own.
  Optional<Bytes> clearPart(SortedSet<String> labels, Tally tally) {
    if (!divisible) return Optional.empty();
    Part only = parts.getFirst();
    int clear = Math.min(only.channel.clear(), only.to) - only.from;
    if (clear - released < DIVIDE_CHARS_MIN) return Optional.empty();
    Bytes bytes = bytes(clear, labels, tally);
    released = clear;
    // What follows repeats the other strings.
    grow();
    return Optional.of(bytes);
  }

  /// The unit with `labels` redacted and tokens restored, and of each part only what is not
  /// released and stands before `until`.
  private Bytes bytes(int until, SortedSet<String> labels, Tally tally) {
    var masked = redacted(inData, labels);
    // The inspection stops before anything is as long as that.
    var restored = Tokens.restore(texts, tokens, masked, Integer.MAX_VALUE).orElseThrow();
    var edits = new ArrayList<>(Splice.edits(texts, masked));
    edits.addAll(restored.edits());
    for (Part part : parts)
      edits.addAll(texts.edits(part.place, changes(part, until, labels, tally)));
    edits.sort(Comparator.comparingInt(Edit::from));
    List<Edit> asides = Splice.edits(frame.asideTexts(), redacted(inAsides, labels));
    count(labels, restored.counts(), tally);
    List<Edit> altered = edits.isEmpty() ? edits : Splice.without(logprobs, edits);
    return frame.edited(Splice.cut(cut.ranges(), altered), asides);
  }

  /// Whether tokens are looked for in a place: no channel goes through it, and it stays.
  private boolean isRestored(int place) {
    Place at = texts.places().get(place);
    return parts.stream().noneMatch(part -> part.place == place)
        && !cut.covers(at.start(), at.end());
  }

  private List<Change> changes(Part part, int until, SortedSet<String> labels, Tally tally) {
    int length = part.to - part.from;
    int end = Math.min(until, length);
    var changes = new ArrayList<Change>();
    if (released > 0) changes.add(Change.cut(0, released));
    for (Change change :
        part.channel.changes(part.from + released, part.from + end, labels, tally)) {
      changes.add(new Change(released + change.start(), released + change.end(), change.with()));
    }
    if (end < length) changes.add(Change.cut(end, length));
    return changes;
  }

  /// All of it was released: its channels need not know of it any more.
  void forget() {
    for (Part part : parts) part.channel.forget(part.to);
  }

  private static List<Finding> redacted(List<Finding> findings, SortedSet<String> labels) {
    return findings.stream().filter(finding -> labels.contains(finding.label())).toList();
  }

  /// An event sent in parts repeats its other strings: each of their findings counts once.
  private void count(SortedSet<String> labels, SortedMap<String, Integer> restored, Tally tally) {
    if (counted) return;
    counted = true;
    restored.forEach(tally::altered);
    for (int tool = 0; tool < cut.tools(); tool++) tally.altered(Offers.NOT_OFFERED);
    for (Finding finding : redacted(inData, labels)) {
      Place place = texts.places().get(finding.place());
      if (!cut.covers(place.start(), place.end())) tally.altered(finding.label());
    }
    for (Finding finding : redacted(inAsides, labels)) tally.altered(finding.label());
  }
}
