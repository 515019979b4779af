package probity.wire.mapped;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.wire.Answer.Usage;
import probity.wire.PlaceReader;
import probity.wire.Range;
import probity.wire.mapped.Hit.Sort;
import probity.wire.mapped.Tree.How;

/// An answer, or a unit of a streamed one, that was read by a mapping.
final class MappedReply {
  /// Counts go onto entries, whose integers end at 2^53 - 1; no answer has as many tokens as this.
  private static final long COUNT_MAX = 1L << 40;

  private static final int INDEX_MAX = 1023;

  private final Mapping.Reply answer;
  final Walk walk;

  /// The numbers of choices that say theirs, by their position.
  private final SortedMap<Integer, Integer> numbers = new TreeMap<>();

  private MappedReply(Mapping.Reply answer, Walk walk) {
    this.answer = answer;
    this.walk = walk;
    answer.index().map(walk::at).orElse(List.of()).stream()
        .filter(Hit::there)
        .forEach(hit -> numbers.put(hit.items().getFirst(), index(hit)));
  }

  /// How answers are read.
  static Tree tree(Mapping mapping) {
    var answer = mapping.answer();
    var tree = new Tree(mapping.names()).parts(answer.parts());
    tree.mark(answer.choices().stream().toList()).mark(answer.index().stream().toList());
    for (Mapping.Text text : answer.text()) {
      tree.kind(text.at(), Kind.ASSISTANT).mark(text.apart().stream().toList());
    }
    for (Mapping.Call call : answer.calls()) {
      tree.mark(List.of(call.items(), call.name()));
      tree.kind(call.arguments(), Kind.TOOL_ARGUMENTS).how(call.arguments(), How.WHOLE);
    }
    var usage = answer.usage();
    tree.mark(usage.prompt()).mark(usage.completion()).mark(usage.total());
    tree.mark(answer.finish()).mark(answer.failed());
    answer.logprobs().forEach(pointer -> tree.how(pointer, How.REPEATS));
    for (Mapping.Frames frames : mapping.frames()) {
      if (frames.end() instanceof Mapping.End.Holds(var at)) tree.mark(List.of(at));
    }
    return tree;
  }

  /// @param unit whether it is a unit of a stream
  static MappedReply of(Mapping mapping, Tree tree, Bytes body, boolean unit) {
    return new MappedReply(mapping.answer(), Walk.of(body, tree, unit));
  }

  private static int index(Hit hit) {
    long number = hit.number().orElse(-1);
    if (number < 0 || number > INDEX_MAX) {
      throw PlaceReader.wrongShape("`" + hit.at() + "` is no number from 0 to " + INDEX_MAX);
    }
    return (int) number;
  }

  /// The choice that a value belongs to; 0 for what stands in none.
  int choice(Hit hit) {
    boolean inside = answer.choices().filter(hit.at()::within).isPresent();
    if (!inside || hit.items().isEmpty()) return 0;
    int position = hit.items().getFirst();
    int number = numbers.getOrDefault(position, position);
    if (number > INDEX_MAX) throw PlaceReader.wrongShape("more than " + INDEX_MAX + " choices");
    return number;
  }

  /// The choices that are here.
  List<Integer> choices() {
    if (answer.choices().isEmpty()) return List.of(0);
    return Stream.of(
            walk.at(answer.choices().get()).stream(),
            walk.at(answer.finish()).filter(Hit::holds),
            walk.at(answer.text().stream().map(Mapping.Text::at).toList()),
            walk.at(answer.calls().stream().map(Mapping.Call::items).toList()))
        .flatMap(hits -> hits)
        .filter(Hit::there)
        .map(this::choice)
        .distinct()
        .sorted()
        .toList();
  }

  /// Those that finish here.
  List<Integer> finished() {
    return walk.at(answer.finish())
        .filter(Hit::holds)
        .map(this::choice)
        .distinct()
        .sorted()
        .toList();
  }

  List<String> finishReasons() {
    return walk.at(answer.finish())
        .filter(hit -> hit.sort() == Sort.STRING && !hit.text().isEmpty())
        .sorted(Comparator.comparingInt(hit -> hit.bytes().from()))
        .map(Hit::text)
        .toList();
  }

  boolean failed() {
    return walk.at(answer.failed()).anyMatch(Hit::there);
  }

  List<Range> logprobs() {
    return walk.at(answer.logprobs())
        .filter(Hit::there)
        .map(Hit::bytes)
        .sorted(Comparator.comparingInt(Range::from))
        .toList();
  }

  /// A text, and whether it stands apart from its neighbours.
  record Text(Hit hit, boolean apart) {}

  /// In the order of the bytes.
  List<Text> texts() {
    var texts = new ArrayList<Text>();
    for (Mapping.Text text : answer.text()) {
      var apart =
          text.apart().map(walk::at).orElse(List.of()).stream()
              .filter(Hit::holds)
              .map(Hit::items)
              .toList();
      int lists = text.apart().map(Pointer::lists).orElse(0);
      for (Hit hit : walk.at(text.at())) {
        if (hit.sort() != Sort.STRING) continue;
        texts.add(new Text(hit, text.apart().isPresent() && apart.contains(hit.in(lists))));
      }
    }
    texts.sort(Comparator.comparingInt(text -> text.hit().bytes().from()));
    return texts;
  }

  /// A tool call.
  ///
  /// @param from the first place of its arguments, `to` the first behind them
  record Call(int choice, String name, int from, int to, String pointer, int at) {}

  /// In the order of the bytes.
  List<Call> calls() {
    var calls = new ArrayList<Call>();
    for (Mapping.Call call : answer.calls()) {
      int lists = call.items().lists();
      var names = by(lists, walk.at(call.name()));
      var arguments = by(lists, walk.at(call.arguments()));
      for (Hit hit : walk.at(call.items())) {
        if (!hit.there()) continue;
        Hit name = names.get(hit.items());
        Hit given = arguments.get(hit.items());
        calls.add(
            new Call(
                choice(hit),
                name == null ? "" : name.text(),
                given == null ? 0 : given.from(),
                given == null ? 0 : given.to(),
                call.arguments().toString(),
                hit.bytes().from()));
      }
    }
    calls.sort(Comparator.comparingInt(Call::at));
    return calls;
  }

  private static Map<List<Integer>, Hit> by(int lists, List<Hit> hits) {
    var by = new HashMap<List<Integer>, Hit>();
    for (Hit hit : hits) by.put(hit.in(lists), hit);
    return by;
  }

  /// Adds what is counted here to what was counted before: a count replaces that of the same
  /// pointer, since units repeat the sum so far.
  void count(Map<Pointer, Long> counted) {
    var usage = answer.usage();
    Stream.of(usage.prompt(), usage.completion(), usage.total())
        .flatMap(walk::at)
        .forEach(hit -> {
          long number = hit.number().orElse(-1);
          if (number >= 0 && number <= COUNT_MAX) counted.put(hit.at(), number);
        });
  }

  /// The tokens of the answer by these counts.
  Usage usage(Map<Pointer, Long> counted) {
    var usage = answer.usage();
    long prompt = sum(usage.prompt(), counted);
    long completion = sum(usage.completion(), counted);
    long total = sum(usage.total(), counted);
    return new Usage(prompt, completion, total > 0 ? total : prompt + completion);
  }

  private static long sum(List<Pointer> pointers, Map<Pointer, Long> counted) {
    return pointers.stream().mapToLong(pointer -> counted.getOrDefault(pointer, 0L)).sum();
  }

  /// Counts what was not read, and refuses what lacks a part.
  void settle(boolean unit) {
    var parts = answer.parts();
    logprobs().forEach(_ -> walk.in.countNotRead("logprobs"));
    // A unit of a stream has a part of an answer, and so a part of what an answer must have.
    walk.settle(
        unit
            ? new Mapping.Parts(
                List.of(),
                parts.unread(),
                parts.references(),
                parts.providerTools(),
                parts.known(),
                parts.closed())
            : parts);
  }
}
