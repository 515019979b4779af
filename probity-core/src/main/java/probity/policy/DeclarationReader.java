package probity.policy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import probity.classify.Labels;
import probity.classify.OwnLabels;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `bundle.yaml`, with what an environment says instead.
final class DeclarationReader {
  private static final int ITEMS_MAX = 64;
  private static final int ROUTES_MAX = 500;
  private static final int NOTICE_MAX = 1000;
  private static final Pattern HEADER = Pattern.compile("x-[a-z0-9-]{1,62}");
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

  private final Overlay overlay;
  private final Optional<Set<String>> knownLabels;
  private final Map<String, probity.wire.mapped.Mapping> mappings;
  private final OwnLabels own;

  /// @param knownLabels labels that detectors give; empty when that is not to be checked
  /// @param mappings the formats that the bundle declares, by id
  /// @param own the labels that the bundle defines
  DeclarationReader(
      Overlay overlay,
      Optional<Set<String>> knownLabels,
      Map<String, probity.wire.mapped.Mapping> mappings,
      OwnLabels own) {
    this.overlay = overlay;
    this.mappings = mappings;
    this.own = own;
    this.knownLabels = knownLabels;
  }

  Declarations read(Mapping file) {
    String name = Read.value(Forms.id(file.required("name")));
    String version = Read.value(Forms.word(file.required("version")));
    int window = (int) file.optional("window").integer(1000, 20_000).orElse(2000);
    var unwitnessed =
        file.optional("ledger").mapping(DeclarationReader::unwitnessed).flatMap(m -> m);
    var systems = systems(file.required("systems"));
    var uses = uses(file.required("uses"), systems);
    var retention = retention(file.required("retention"));
    var regions = RouteReader.regions(file.optional("regions"));
    var routeReader = new RouteReader(uses, retention, mappings, regions);
    var routes = overlay.items("routes", file.required("routes"), ROUTES_MAX, routeReader::read);
    var counters = new CounterReader(routes, file.optional("prices").present());
    var prices = overlay.items("prices", file.optional("prices"), ITEMS_MAX, counters::price);
    var counted =
        overlay.items(
            "counters",
            file.optional("counters"),
            ITEMS_MAX,
            counter -> counters.counter(counter, prices));
    return new Declarations(
        name,
        version,
        window,
        unwitnessed,
        labels(file.optional("labels")),
        own,
        regions,
        ids(file.optional("tags"), "tag"),
        ids(file.optional("roles"), "role"),
        declared(file.optional("groups"), "group"),
        declared(file.optional("callers"), "caller"),
        retention,
        counters.currency(file),
        prices,
        counted,
        notices(file.optional("notices")),
        ids(file.optional("channels"), "channel"),
        queues(file.optional("queues")),
        List.copyOf(systems.values()),
        List.copyOf(uses.values()),
        ProbeReader.read(file.optional("probes")),
        routes);
  }

  private static Optional<Duration> unwitnessed(Mapping ledger) {
    return Durations.read(
        ledger.required("unwitnessed"), Duration.ofSeconds(1), Duration.ofDays(1));
  }

  private Set<String> labels(Value list) {
    var labels = new Names("label");
    for (Value item : list.items(ITEMS_MAX)) {
      Optional<Text> label = Forms.id(item);
      labels.add(label);
      label.ifPresent(text -> knownLabels.ifPresent(known -> known(text, known)));
    }
    var all = new TreeSet<>(labels.all());
    all.addAll(own.labels());
    return all;
  }

  /// What the bundle defines itself may be named, and need not be; labels of classifiers are known
  /// where these are installed.
  private void known(Text label, Set<String> known) {
    boolean free = own.labels().contains(label.value()) || Labels.isOfClassifier(label.value());
    if (!free) label.isOneOf(known, "label");
  }

  private static Set<String> ids(Value list, String what) {
    var names = new Names(what);
    list.items(ITEMS_MAX).forEach(item -> names.add(Forms.id(item)));
    return names.all();
  }

  private static Optional<Set<String>> declared(Value list, String what) {
    return list.present() ? Optional.of(ids(list, what)) : Optional.empty();
  }

  private Map<String, AiSystem> systems(Value list) {
    var names = new Names("system");
    var systems = new LinkedHashMap<String, AiSystem>();
    overlay
        .items(
            "systems",
            list,
            ITEMS_MAX,
            system ->
                new AiSystem(
                    names.add(Forms.id(system.required("id"))),
                    Read.value(Forms.word(system.optional("version"))),
                    Read.value(Forms.word(system.required("assessment"))),
                    Read.value(Forms.id(system.required("risk_class"))),
                    Read.value(Forms.id(system.optional("owner")))))
        .forEach(system -> systems.put(system.id(), system));
    return systems;
  }

  private Map<String, IntendedUse> uses(Value list, Map<String, AiSystem> systems) {
    var names = new Names("use");
    var uses = new LinkedHashMap<String, IntendedUse>();
    overlay
        .items(
            "uses",
            list,
            ITEMS_MAX,
            use -> {
              var system = Forms.id(use.required("system"));
              system.ifPresent(text -> text.isOneOf(systems.keySet(), "system"));
              return new IntendedUse(
                  names.add(Forms.id(use.required("id"))),
                  systems.getOrDefault(Read.value(system), AiSystem.NONE));
            })
        .forEach(use -> uses.put(use.id(), use));
    return uses;
  }

  private SortedMap<String, Integer> retention(Value list) {
    var classes = new Names("retention class");
    var days = new TreeMap<String, Integer>();
    overlay
        .items(
            "retention",
            list,
            ITEMS_MAX,
            kept ->
                Map.entry(
                    classes.add(Forms.id(kept.required("class"))),
                    (int) kept.required("days").integer(1, 36_500).orElse(1)))
        .forEach(kept -> days.put(kept.getKey(), kept.getValue()));
    return days;
  }

  private List<Notice> notices(Value list) {
    var names = new Names("notice");
    return overlay.items("notices", list, ITEMS_MAX, notice -> notice(notice, names));
  }

  private static Notice notice(Mapping notice, Names names) {
    var header =
        notice
            .optional("header")
            .name(HEADER, "a header (`x-…`, in lower case, at most 64 characters)");
    var text = notice.required("text").text(NOTICE_MAX);
    if (header.isPresent()) {
      text.filter(words -> !PRINTABLE.matcher(words.value()).matches())
          .ifPresent(words -> words.mistake("a header bears printable ASCII alone"));
    }
    return new Notice(
        names.add(Forms.id(notice.required("id"))), Read.value(text), Read.value(header));
  }

  private List<ReviewQueue> queues(Value list) {
    var names = new Names("queue");
    return overlay.items(
        "queues",
        list,
        ITEMS_MAX,
        queue ->
            new ReviewQueue(
                names.add(Forms.id(queue.required("id"))),
                Read.value(Forms.id(queue.required("role"))),
                Durations.read(
                        queue.required("deadline"), Duration.ofMinutes(1), Duration.ofDays(30))
                    .orElse(Duration.ofMinutes(1)),
                Durations.read(queue.optional("grant"), Duration.ofMinutes(1), Duration.ofHours(1))
                    .orElse(Duration.ofMinutes(10))));
  }
}
