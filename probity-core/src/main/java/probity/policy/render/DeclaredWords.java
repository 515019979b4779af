package probity.policy.render;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import probity.classify.OwnLabel;
import probity.exchange.Place;
import probity.policy.AiSystem;
import probity.policy.Bundle;
import probity.policy.Counter;
import probity.policy.Notice;
import probity.policy.Probe;
import probity.policy.ReviewQueue;
import probity.policy.Route;
import probity.policy.render.Block.Grid;
import probity.policy.render.Block.Row;
import probity.policy.render.Block.Term;
import probity.policy.render.Block.Terms;

/// What the bundle declares: systems, routes and every word that rules may use.
final class DeclaredWords {
  /// Of long lists of words, as many as a reader takes in.
  private static final int SHOWN_MAX = 20;

  private DeclaredWords() {}

  static Section section(Bundle bundle) {
    var blocks = new ArrayList<Block>();
    blocks.add(
        table(
            "AI systems",
            "system",
            bundle.systems(),
            AiSystem::id,
            List.of("system", "version", "impact assessment", "risk class", "owner"),
            List.of(22, 14, 24, 18, 22),
            DeclaredWords::system));
    blocks.add(
        table(
            "Intended uses",
            "use",
            bundle.uses(),
            use -> use.id(),
            List.of("use", "AI system"),
            List.of(50, 50),
            use -> List.of(Words.code(use.id()), link("system", use.system().id()))));
    blocks.add(
        table(
            "Routes",
            "route",
            bundle.routes(),
            Route::id,
            List.of("route", "path and format", "goes to", "models", "tools", "use", "kept"),
            List.of(17, 21, 12, 15, 16, 15, 12),
            DeclaredWords::route));
    optional(blocks, bundle.probes(), DeclaredWords::probes);
    optional(blocks, bundle.counters(), DeclaredWords::counters);
    optional(blocks, bundle.prices(), _ -> prices(bundle));
    optional(blocks, bundle.queues(), DeclaredWords::queues);
    optional(blocks, bundle.notices(), DeclaredWords::notices);
    optional(blocks, bundle.ownLabels().all(), DeclaredWords::ownLabels);
    blocks.add(new Terms(words(bundle)));
    return new Section("declared", "What the bundle declares", blocks, List.of());
  }

  private static <T> void optional(
      List<Block> blocks, List<T> items, Function<List<T>, Block> table) {
    if (!items.isEmpty()) blocks.add(table.apply(items));
  }

  private static <T> Block table(
      String caption,
      String kind,
      Collection<T> items,
      Function<T, String> id,
      List<String> heads,
      List<Integer> widths,
      Function<T, List<Words>> cells) {
    return new Grid(
        caption,
        heads,
        widths,
        items.stream()
            .map(item -> new Row(Anchors.declared(kind, id.apply(item)), cells.apply(item)))
            .toList());
  }

  private static Words link(String kind, String id) {
    return Words.link(id, Anchors.declared(kind, id));
  }

  private static List<Words> system(AiSystem system) {
    return List.of(
        Words.code(system.id()),
        Words.code(system.version()),
        Words.code(system.assessment()),
        Words.code(system.riskClass()),
        Words.code(system.owner()));
  }

  private static List<Words> route(Route route) {
    return List.of(
        Words.code(route.id()),
        Words.of(
            Words.code(String.join(" ", route.methods()) + " " + route.path()),
            Words.plain(", "),
            Words.code(route.format())),
        Words.of(
            Words.code(route.provider()),
            Words.plain(route.region().isEmpty() ? "" : ", " + route.region()),
            Words.plain(
                route.regions().isEmpty()
                    ? ""
                    : ", telephones of " + String.join(", ", route.regions()))),
        Words.codes(route.models()),
        Words.codes(route.tools()),
        link("use", route.use()),
        Words.plain(
            route.retention() + ", content: " + route.keep().name().toLowerCase(Locale.ROOT)));
  }

  private static Block probes(List<Probe> probes) {
    return table(
        "Probes: questions about text, asked before deciding",
        "probe",
        probes,
        Probe::id,
        List.of("probe", "asked of", "looks into", "for"),
        List.of(20, 12, 28, 40),
        probe ->
            List.of(
                Words.code(probe.id()),
                Words.code(probe.on().word()),
                Words.codes(probe.places().stream().sorted().map(DeclaredWords::place).toList()),
                probe
                    .pattern()
                    .map(pattern ->
                        Words.of(Words.plain("the pattern "), Words.code(pattern.pattern())))
                    .orElseGet(() ->
                        Words.of(Words.plain("one of the words "), Words.codes(probe.words())))));
  }

  private static String place(Place.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Block counters(List<Counter> counters) {
    return table(
        "Counters",
        "counter",
        counters,
        Counter::id,
        List.of("counter", "counts", "apart for each", "over", "on"),
        List.of(24, 16, 22, 18, 20),
        counter ->
            List.of(
                Words.code(counter.id()),
                Words.plain(counter.counts().name().toLowerCase(Locale.ROOT)),
                counter.per().isEmpty()
                    ? Words.plain("nothing: all calls together")
                    : Words.plain(
                        String.join(
                            ", ",
                            counter.per().stream()
                                .map(per -> per.name().toLowerCase(Locale.ROOT))
                                .toList())),
                Words.plain("the last " + duration(counter.window())),
                counter.routes().isEmpty()
                    ? Words.plain("all routes")
                    : Words.list(counter.routes(), route -> link("route", route))));
  }

  private static Block prices(Bundle bundle) {
    String unit = "millionths of " + bundle.currency() + " per 1,000 tokens";
    return table(
        "Prices, in " + unit,
        "price",
        bundle.prices(),
        price -> price.model(),
        List.of("model", "question", "answer"),
        List.of(50, 25, 25),
        price ->
            List.of(
                Words.code(price.model()),
                Words.plain(String.valueOf(price.prompt())),
                Words.plain(String.valueOf(price.completion()))));
  }

  private static Block queues(List<ReviewQueue> queues) {
    return table(
        "Queues for review by people",
        "queue",
        queues,
        ReviewQueue::id,
        List.of("queue", "reviewers' role", "refused for good after", "a grant lasts"),
        List.of(28, 28, 24, 20),
        queue ->
            List.of(
                Words.code(queue.id()),
                Words.code(queue.role()),
                Words.plain(duration(queue.deadline())),
                Words.plain(duration(queue.grant()))));
  }

  private static Block notices(List<Notice> notices) {
    return table(
        "Notices that answers bear",
        "notice",
        notices,
        Notice::id,
        List.of("notice", "stands in", "text"),
        List.of(20, 22, 58),
        notice ->
            List.of(
                Words.code(notice.id()),
                notice.inAnswer()
                    ? Words.plain("the answer's text")
                    : Words.of(Words.plain("the header "), Words.code(notice.header())),
                Words.plain("“" + notice.text() + "”")));
  }

  private static Block ownLabels(List<OwnLabel> labels) {
    return table(
        "Labels of its own",
        "label",
        labels,
        OwnLabel::label,
        List.of("label", "finds", "after one of", "confidence"),
        List.of(24, 46, 16, 14),
        label ->
            List.of(
                Words.code(label.label() + "@" + label.version()),
                Words.of(
                    sought("in any case", label.words()),
                    sought("as spelled", label.exact()),
                    sought("patterns", label.patterns())),
                label.after().isEmpty() ? Words.plain("anywhere") : Words.codes(label.after()),
                Words.plain(String.valueOf(label.confidence()))));
  }

  /// The first of them, and how many there are.
  private static Words sought(String how, List<String> some) {
    if (some.isEmpty()) return Words.plain("");
    var shown = some.subList(0, Math.min(some.size(), SHOWN_MAX));
    String more =
        some.size() > shown.size() ? " and " + (some.size() - shown.size()) + " more" : "";
    return Words.of(Words.plain(how + ": "), Words.codes(shown), Words.plain(more + ". "));
  }

  private static List<Term> words(Bundle bundle) {
    var terms = new ArrayList<Term>();
    terms.add(Term.of("labels", Words.codes(bundle.labels())));
    terms.add(Term.of("roles", Words.codes(bundle.roles())));
    terms.add(Term.of("groups", bundle.groups().map(Words::codes).orElse(Words.plain("any"))));
    terms.add(Term.of("callers", bundle.callers().map(Words::codes).orElse(Words.plain("any"))));
    terms.add(Term.of("tags", Words.codes(bundle.tags())));
    terms.add(Term.of("channels", Words.codes(bundle.channels())));
    terms.add(
        Term.of(
            "retention",
            Words.list(
                bundle.retentionClasses().entrySet(),
                kept ->
                    Words.of(
                        Words.code(kept.getKey()), Words.plain(" " + kept.getValue() + " days")))));
    terms.add(
        Term.of("held back of a stream", Words.plain(bundle.window() + " characters at most")));
    terms.add(
        Term.of(
            "witnesses",
            Words.plain(
                bundle
                    .unwitnessedMax()
                    .map(
                        max -> "new calls are refused after " + duration(max) + " without a quorum")
                    .orElse("nothing is refused while they are silent"))));
    return terms;
  }

  /// In the largest unit that says it whole.
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 86_400 == 0) return count(seconds / 86_400, "day");
    if (seconds % 3_600 == 0) return count(seconds / 3_600, "hour");
    if (seconds % 60 == 0) return count(seconds / 60, "minute");
    return count(seconds, "second");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
