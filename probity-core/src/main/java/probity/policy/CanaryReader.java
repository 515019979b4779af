package probity.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import probity.exchange.Facts;
import probity.wire.Format;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads canaries: what each names must be declared, and what it holds must be synthetic.
final class CanaryReader {
  static final int CANARIES_MAX = 200;
  static final int REQUEST_MAX = 16_384;
  private static final int ANSWER_MAX = 4_096;
  private static final int ITEMS_MAX = 16;
  private static final int PLANTED_MIN = 4;
  private static final int PLANTED_MAX = 300;
  private static final Duration OFTEN = Duration.ofMinutes(5);
  private static final Duration SELDOM = Duration.ofDays(31);

  /// Stands in the id of a caller, and so has its form.
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,47}");

  private final Declarations declared;
  private final Overlay overlay;
  private final Names requirements;
  private final Names ids = new Names("canary");
  private final Map<String, Route> routes = new LinkedHashMap<>();
  private final Map<String, Rule> rules = new LinkedHashMap<>();

  CanaryReader(
      Declarations declared, Overlay overlay, Names requirements, List<CompiledRule> rules) {
    this.declared = declared;
    this.overlay = overlay;
    this.requirements = requirements;
    declared.routes().forEach(route -> routes.put(route.id(), route));
    rules.forEach(rule -> this.rules.put(rule.rule().id(), rule.rule()));
  }

  /// The canaries of one file.
  List<Canary> read(Value file) {
    return overlay.changed("canaries", file, CANARIES_MAX, this::canary);
  }

  /// The canaries that only this environment has; to be asked for after all files.
  List<Canary> added() {
    return overlay.added("canaries", this::canary);
  }

  private Canary canary(Mapping file) {
    var id = file.required("id").name(ID, "an id (`[a-z0-9][a-z0-9.-]*`, at most 48 characters)");
    String name = ids.add(id);
    String requirement = requirements.refer(Forms.reference(file.required("requirement")));
    var routeName = Forms.id(file.required("route"));
    routeName.ifPresent(text -> text.isOneOf(routes.keySet(), "route"));
    var route = Optional.ofNullable(routes.get(Read.value(routeName)));
    var request = file.optional("request").text(REQUEST_MAX);
    var answer = answer(file, route);
    synthetic(request);
    route.flatMap(Route::wire).ifPresent(format -> sayable(file, format, answer));
    return new Canary(
        name,
        requirement,
        controls(file.required("controls")),
        Read.value(routeName),
        method(file.optional("method"), route),
        words(file.optional("roles"), Optional.of(declared.roles()), "role"),
        words(file.optional("groups"), declared.groups(), "group"),
        Durations.read(file.required("every"), OFTEN, SELDOM).orElse(OFTEN),
        Read.value(request),
        answer,
        file.required("expect")
            .mapping(expect -> expected(expect, Read.value(request), answer, route))
            .orElse(NOTHING),
        id.map(Text::file).orElse(""),
        id.map(Text::line).orElse(0));
  }

  private static final Canary.Expected NOTHING =
      new Canary.Expected(Facts.Phase.REQUEST, false, "", new TreeSet<>(), List.of());

  private static List<String> controls(Value list) {
    var controls = new Names("control");
    var items = list.items(ITEMS_MAX);
    items.forEach(item -> controls.add(Forms.control(item)));
    if (list.present() && items.isEmpty()) list.mistake("a canary names at least one control");
    return List.copyOf(controls.all());
  }

  private static String method(Value value, Optional<Route> route) {
    // A route has none where each of them was a mistake.
    var methods =
        route.map(Route::methods).filter(listed -> !listed.isEmpty()).orElse(RouteReader.METHODS);
    return value.word(methods).map(Text::value).orElse(methods.getFirst());
  }

  private static List<String> words(
      Value list, Optional<? extends Collection<String>> known, String what) {
    var words = new Names(what);
    for (Value item : list.items(ITEMS_MAX)) {
      var word = Forms.id(item);
      word.ifPresent(text -> known.ifPresent(all -> text.isOneOf(all, what)));
      words.add(word);
    }
    return List.copyOf(words.all());
  }

  private Canary.Answer answer(Mapping file, Optional<Route> route) {
    var text = file.optional("answer").text(ANSWER_MAX);
    synthetic(text);
    Value calls = file.optional("calls");
    boolean tools = route.map(one -> one.traits().tools()).orElse(true);
    if (!tools) calls.mistake("the route's format has no tool calls");
    if (text.isPresent()) calls.mistake("an answer is a text or a tool call, not both");
    return calls
        .mapping(CanaryReader::call)
        .orElseGet(() -> new Canary.Answer(Read.value(text), "", ""));
  }

  /// An answer of a format that the bundle declares is made of what its mapping says.
  private static void sayable(Mapping file, Format format, Canary.Answer answer) {
    boolean tool = !answer.tool().isEmpty();
    if (format.canSay(tool) || (answer.text().isEmpty() && !tool)) return;
    file.optional(tool ? "calls" : "answer")
        .mistake(
            "format `"
                + format.name()
                + "` does not say in `canned` how an answer "
                + (tool ? "calls a tool" : "says a text")
                + "; without one a canary decides on: request");
  }

  private static Canary.Answer call(Mapping call) {
    var tool = Forms.word(call.required("tool"));
    var arguments = call.optional("arguments").text(ANSWER_MAX);
    synthetic(arguments);
    return new Canary.Answer("", Read.value(tool), arguments.map(Text::value).orElse("{}"));
  }

  private Canary.Expected expected(
      Mapping expect, String request, Canary.Answer answer, Optional<Route> route) {
    var on = expect.required("on").choice(List.of(Facts.Phase.values()), Facts.Phase::word);
    var verdict = expect.required("verdict").word(List.of("refuse", "permit"));
    boolean refused = Read.value(verdict).equals("refuse");
    var named = Forms.id(expect.required("rule"));
    named.ifPresent(text -> text.isOneOf(rules.keySet(), "rule"));
    var rule = Optional.ofNullable(rules.get(Read.value(named)));
    var redacted = expect.optional("redacted");
    var labels = labels(redacted, rule);
    if (on.isPresent() && verdict.isPresent() && rule.isPresent()) {
      fits(rule.get(), on.get(), refused).ifPresent(named.get()::mistake);
      if (hidden(rule.get()).isPresent() && labels.isEmpty()) {
        expect.mistake("rule `" + rule.get().id() + "` masks, so `redacted` was expected");
      }
    }
    var phase = on.orElse(Facts.Phase.REQUEST);
    if (phase != Facts.Phase.REQUEST && route.filter(one -> one.wire().isPresent()).isEmpty()) {
      expect.mistake("nothing is decided on answers of a route whose format is `opaque`");
    }
    boolean mute = route.flatMap(Route::wire).filter(format -> !format.canSay(false)).isPresent();
    if (phase == Facts.Phase.RESPONSE && answer.tool().isEmpty() && mute) {
      expect.mistake("the route's format does not say in `canned` what an answer is");
    }
    boolean calls = route.flatMap(Route::wire).filter(Format::callsInRequests).isPresent();
    if (phase == Facts.Phase.TOOL && answer.tool().isEmpty() && !calls) {
      expect.mistake("a decision `on: tool` needs an answer that `calls` one");
    }
    String where =
        phase == Facts.Phase.REQUEST || (phase == Facts.Phase.TOOL && calls)
            ? request
            : answer.text() + answer.arguments();
    return new Canary.Expected(
        phase, refused, Read.value(named), labels, planted(expect.optional("planted"), where));
  }

  /// Why a decision with this verdict cannot rest on the rule.
  private static Optional<String> fits(Rule rule, Facts.Phase on, boolean refused) {
    if (rule.on() != on) {
      return Optional.of("rule `" + rule.id() + "` is one on: " + rule.on().word());
    }
    if (rule.then() instanceof Effect.Limit) {
      return Optional.of("a canary is one request, which no limit refuses: its counters are at 0");
    }
    String word = rule.then().word().text();
    boolean never = refused ? rule.then() instanceof Effect.Permit : rule.then().word().refuses();
    return never
        ? Optional.of(
            "a decision to "
                + (refused ? "refuse" : "permit")
                + " never rests on a rule that does `"
                + word
                + "`")
        : Optional.empty();
  }

  /// The labels of what the rule masks or puts tokens for.
  private static Optional<SortedSet<String>> hidden(Rule rule) {
    return switch (rule.then()) {
      case Effect.Redact(var labels) -> Optional.of(labels);
      case Effect.Tokenize(var labels) -> Optional.of(labels);
      case Effect.Permit _,
          Effect.Refuse _,
          Effect.Tag _,
          Effect.Limit _,
          Effect.Review _,
          Effect.Queue _,
          Effect.Notify _,
          Effect.Notice _ ->
          Optional.empty();
    };
  }

  private static SortedSet<String> labels(Value list, Optional<Rule> rule) {
    SortedSet<String> known = rule.flatMap(CanaryReader::hidden).orElse(new TreeSet<>());
    var labels = new Names("label");
    for (Value item : list.items(ITEMS_MAX)) {
      var label = Forms.id(item);
      label.ifPresent(text -> text.isOneOf(known, "label that the rule masks"));
      labels.add(label);
    }
    return new TreeSet<>(labels.all());
  }

  /// Texts that must not pass; one that was never there would prove nothing.
  private static List<String> planted(Value list, String where) {
    var planted = new ArrayList<String>();
    for (Text text : list.texts(ITEMS_MAX, PLANTED_MAX)) {
      if (text.value().length() < PLANTED_MIN) {
        text.mistake("a planted text of " + PLANTED_MIN + " characters or more was expected");
      } else if (!where.contains(text.value())) {
        text.mistake("it does not stand in the canary's request or answer");
      }
      planted.add(text.value());
    }
    return planted;
  }

  private static void synthetic(Optional<Text> text) {
    text.ifPresent(found -> Synthetic.objection(found.value()).ifPresent(found::mistake));
  }
}
