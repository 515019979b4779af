package probity.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import probity.exchange.BodyFault;
import probity.exchange.Facts;
import probity.exchange.Place;
import probity.exchange.Purpose;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// What `bundle.yaml` declares: the words that rules may use, and the ways through the gateway.
record Declarations(
    String name,
    String version,
    int window,
    Optional<Duration> unwitnessedMax,
    Set<String> labels,
    Set<String> roles,
    SortedMap<String, Integer> retention,
    List<Probe> probes,
    List<Route> routes) {
  private static final int ITEMS_MAX = 64;
  private static final int UNWITNESSED_SECONDS_MAX = 86_400;
  private static final java.util.regex.Pattern SECONDS =
      java.util.regex.Pattern.compile("[1-9][0-9]{0,4}s");
  private static final int PATTERN_MAX = 500;
  private static final int COPIES_MAX = 256;
  private static final List<Place.Kind> PLACES = List.of(Place.Kind.values());
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final List<String> FORMATS = List.of("openai.chat", "opaque");
  private static final java.util.regex.Pattern REPEAT =
      java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

  /// @param knownLabels labels that detectors give; empty when that is not to be checked
  static Declarations read(Mapping file, Optional<Set<String>> knownLabels) {
    String name = Read.value(Forms.id(file.required("name")));
    String version = Read.value(Forms.word(file.required("version")));
    int window = (int) file.optional("window").integer(1000, 20_000).orElse(2000);
    var unwitnessed = file.optional("ledger").mapping(Declarations::unwitnessed).flatMap(m -> m);
    var labels = new Names("label");
    for (Value item : file.optional("labels").items(ITEMS_MAX)) {
      Optional<Text> label = Forms.id(item);
      labels.add(label);
      label.ifPresent(text -> knownLabels.ifPresent(known -> text.isOneOf(known, "label")));
    }
    var roles = new Names("role");
    file.optional("roles").items(ITEMS_MAX).forEach(item -> roles.add(Forms.id(item)));
    Map<String, AiSystem> uses = uses(file);
    var retention = retention(file.required("retention"));
    return new Declarations(
        name,
        version,
        window,
        unwitnessed,
        labels.all(),
        roles.all(),
        retention,
        probes(file.optional("probes")),
        routes(file.required("routes"), uses, retention));
  }

  private static Optional<Duration> unwitnessed(Mapping ledger) {
    return ledger
        .required("unwitnessed")
        .name(SECONDS, "a duration from `1s` to `86400s`")
        .flatMap(text -> {
          long seconds = Long.parseLong(text.value().substring(0, text.value().length() - 1));
          if (seconds <= UNWITNESSED_SECONDS_MAX) return Optional.of(Duration.ofSeconds(seconds));
          text.mistake("a duration from `1s` to `86400s` was expected");
          return Optional.empty();
        });
  }

  /// An AI system as its impact assessment knows it.
  private record AiSystem(String id, String assessment, String riskClass) {
    /// In place of one that is not declared.
    static final AiSystem NONE = new AiSystem("", "", "");
  }

  /// Each use with its system.
  private static Map<String, AiSystem> uses(Mapping file) {
    var systemNames = new Names("system");
    var systems = new HashMap<String, AiSystem>();
    file.required("systems")
        .mappings(
            ITEMS_MAX,
            system ->
                new AiSystem(
                    systemNames.add(Forms.id(system.required("id"))),
                    Read.value(Forms.word(system.required("assessment"))),
                    Read.value(Forms.id(system.required("risk_class")))))
        .forEach(system -> systems.put(system.id(), system));
    var useNames = new Names("use");
    var uses = new HashMap<String, AiSystem>();
    file.required("uses")
        .mappings(
            ITEMS_MAX,
            use ->
                Map.entry(
                    useNames.add(Forms.id(use.required("id"))),
                    systems.getOrDefault(
                        systemNames.refer(Forms.id(use.required("system"))), AiSystem.NONE)))
        .forEach(use -> uses.put(use.getKey(), use.getValue()));
    return uses;
  }

  private static SortedMap<String, Integer> retention(Value list) {
    var classes = new Names("retention class");
    var days = new TreeMap<String, Integer>();
    list.mappings(
            ITEMS_MAX,
            kept ->
                Map.entry(
                    classes.add(Forms.id(kept.required("class"))),
                    (int) kept.required("days").integer(1, 36_500).orElse(1)))
        .forEach(kept -> days.put(kept.getKey(), kept.getValue()));
    return days;
  }

  private static List<Probe> probes(Value list) {
    var names = new Names("probe");
    return list.mappings(ITEMS_MAX, probe -> probe(probe, names));
  }

  private static Probe probe(Mapping probe, Names names) {
    String id = names.add(Forms.id(probe.required("id")));
    Facts.Phase on =
        probe
            .required("on")
            .choice(List.of(Facts.Phase.REQUEST, Facts.Phase.TOOL), Facts.Phase::word)
            .orElse(Facts.Phase.REQUEST);
    Value list = probe.required("places");
    var places =
        list.items(ITEMS_MAX).stream()
            .flatMap(item -> item.choice(PLACES, Declarations::word).stream())
            .collect(Collectors.toSet());
    if (list.present() && places.isEmpty()) {
      list.mistake("a probe looks into at least one kind of place");
    }
    Value contains = probe.optional("contains");
    Value matches = probe.optional("matches");
    if (contains.present() == matches.present()) {
      probe.mistake("a probe has `contains` or `matches`, and not both");
    }
    var words =
        contains.texts(ITEMS_MAX, 128).stream()
            .map(word -> word.value().toLowerCase(Locale.ROOT))
            .toList();
    return new Probe(
        id, on, places, words, matches.text(PATTERN_MAX).flatMap(Declarations::pattern));
  }

  private static String word(Place.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Pattern> pattern(Text text) {
    // Counted repetition is written out by RE2, so a short pattern could become a huge program.
    double copies =
        REPEAT
            .matcher(text.value())
            .results()
            .mapToDouble(Declarations::copies)
            .reduce(1, (a, b) -> a * b);
    if (copies > COPIES_MAX) {
      text.mistake("the counts of `{}` multiply to more than " + COPIES_MAX);
      return Optional.empty();
    }
    try {
      var pattern = Pattern.compile(text.value());
      if (!pattern.matcher("").find()) return Optional.of(pattern);
      text.mistake("the pattern matches the empty text, and so everything");
    } catch (PatternSyntaxException e) {
      text.mistake("not a pattern of RE2: " + e.getDescription());
    }
    return Optional.empty();
  }

  private static double copies(MatchResult repeat) {
    String most = repeat.group(2);
    return Math.max(1, Double.parseDouble(most == null || most.isEmpty() ? repeat.group(1) : most));
  }

  private static List<Route> routes(
      Value list, Map<String, AiSystem> uses, SortedMap<String, Integer> retention) {
    var ids = new Names("route");
    var paths = new Names("path");
    return list.mappings(ITEMS_MAX, route -> route(route, ids, paths, uses, retention));
  }

  private static Route route(
      Mapping route,
      Names ids,
      Names paths,
      Map<String, AiSystem> uses,
      SortedMap<String, Integer> retention) {
    Optional<Text> use = Forms.id(route.required("use"));
    use.ifPresent(text -> text.isOneOf(uses.keySet(), "use"));
    var system = uses.getOrDefault(Read.value(use), AiSystem.NONE);
    Optional<Text> kept = Forms.id(route.required("retention"));
    kept.ifPresent(text -> text.isOneOf(retention.keySet(), "retention class"));
    String format = Read.value(route.required("format").word(FORMATS));
    for (String member : List.of("models", "tools")) {
      if (format.equals("opaque")) {
        route.optional(member).mistake("an opaque body is not read, so it names no " + member);
      }
    }
    return new Route(
        ids.add(Forms.id(route.required("id"))),
        paths.add(Forms.path(route.required("path"))),
        methods(route.optional("methods")),
        format,
        Read.value(Forms.id(route.required("provider"))),
        Read.value(Forms.id(route.optional("region"))),
        words(route.optional("models")),
        words(route.optional("tools")),
        system.id(),
        Read.value(use),
        system.assessment(),
        system.riskClass(),
        Read.value(kept));
  }

  private static List<String> methods(Value list) {
    if (!list.present()) return List.of("POST");
    var names = new Names("method");
    list.items(METHODS.size()).forEach(item -> names.add(item.word(METHODS)));
    if (names.all().isEmpty()) list.mistake("a route takes at least one method");
    return List.copyOf(names.all());
  }

  private static List<String> words(Value list) {
    var names = new Names("word");
    list.items(ITEMS_MAX).forEach(item -> names.add(Forms.word(item)));
    return List.copyOf(names.all());
  }

  /// The words that facts can hold under this bundle.
  Vocabulary vocabulary() {
    var probeIds = probes.stream().map(Probe::id).toList();
    return Vocabulary.OPEN
        .with(Fact.PHASE, Arrays.stream(Facts.Phase.values()).map(Facts.Phase::word).toList())
        .with(Fact.PURPOSE, Arrays.stream(Purpose.values()).map(Purpose::word).toList())
        .with(Fact.BODY, List.of("read", "opaque", "unreadable", "none"))
        .with(Fact.FAULT, Arrays.stream(BodyFault.values()).map(BodyFault::word).toList())
        .with(Fact.FORMAT, FORMATS)
        .with(Fact.METHOD, METHODS)
        .with(Fact.ROLES, roles)
        .with(Fact.LABELS, labels)
        .with(Fact.PROBES, probeIds)
        .with(Fact.ROUTE, routeWords(route -> Stream.of(route.id())))
        .with(Fact.SYSTEM, routeWords(route -> Stream.of(route.system())))
        .with(Fact.USE, routeWords(route -> Stream.of(route.use())))
        .with(Fact.ASSESSMENT, routeWords(route -> Stream.of(route.assessment())))
        .with(Fact.RISK_CLASS, routeWords(route -> Stream.of(route.riskClass())))
        .with(Fact.PROVIDER, routeWords(route -> Stream.of(route.provider())))
        .with(Fact.REGION, routeWords(route -> Stream.of(route.region())))
        .with(Fact.MODEL, routeWords(route -> route.models().stream()))
        .with(Fact.TOOLS, routeWords(route -> route.tools().stream()))
        .with(Fact.TOOL, routeWords(route -> route.tools().stream()));
  }

  private Set<String> routeWords(java.util.function.Function<Route, Stream<String>> words) {
    return routes.stream().flatMap(words).collect(Collectors.toCollection(TreeSet::new));
  }

  /// The probes of a phase, each with the answer of a text in which it finds nothing.
  SortedMap<String, Boolean> silentProbes(Facts.Phase phase) {
    var silent = new TreeMap<String, Boolean>();
    for (Probe probe : probes) if (probe.on() == phase) silent.put(probe.id(), false);
    return silent;
  }
}
