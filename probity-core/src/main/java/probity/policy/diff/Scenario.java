package probity.policy.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.Fact;
import probity.policy.Formula.Term;
import probity.policy.Route;
import probity.policy.logic.Case;

/// Something that may come through the gateway, told without any bundle: the facts that a bundle
/// makes of it follow from what that bundle declares. Immutable.
final class Scenario {
  private static final int CERTAIN = 100;

  private final Facts.Phase phase;
  private final Map<Fact, Json> said;

  private Scenario(Facts.Phase phase, Map<Fact, Json> said) {
    this.phase = phase;
    this.said = said;
  }

  static Scenario on(Facts.Phase phase, String route) {
    return new Scenario(phase, new EnumMap<>(Fact.class)).with(Fact.ROUTE, Json.of(route));
  }

  /// A test's facts.
  static Scenario of(Facts facts, String route) {
    var said = new EnumMap<Fact, Json>(Fact.class);
    for (Json.Member member : facts.json().members()) {
      if (isNeutral(member.value())) continue;
      Fact.named(member.name()).ifPresent(fact -> said.put(fact, member.value()));
    }
    return new Scenario(facts.phase(), said).with(Fact.ROUTE, Json.of(route));
  }

  Scenario with(Fact fact, Json value) {
    var copy = new EnumMap<Fact, Json>(Fact.class);
    copy.putAll(said);
    if (isNeutral(value)) copy.remove(fact);
    else copy.put(fact, value);
    return new Scenario(phase, copy);
  }

  /// This, changed as far as a case of a rule asks for it. Not all that a case asks for can be
  /// made; what comes of it is only tried, never believed.
  Scenario meeting(Case one) {
    var changed = this;
    for (Fact fact : Fact.values()) {
      switch (fact.type()) {
        case TEXT -> {
          var words = one.words(fact);
          if (words.isPresent() && !words.get().contains(text(fact)) && !words.get().isEmpty()) {
            changed = changed.with(fact, Json.of(words.get().last()));
          }
        }
        case TEXTS -> {
          var words = new TreeSet<>(texts(items(fact)));
          words.addAll(one.having(fact));
          words.removeAll(one.lacking(fact));
          changed = changed.with(fact, Json.of(List.copyOf(words)));
        }
        case NUMBER -> {
          var number = one.number(new Term(fact));
          if (number.isPresent()) changed = changed.with(fact, Json.of(number.get()));
        }
        case TRUTH -> changed = changed.with(fact, Json.of(one.isTrue(new Term(fact))));
        case NUMBERS_BY_NAME, TRUTHS_BY_NAME ->
            changed = changed.with(fact, changed.map(fact, one));
      }
    }
    return changed;
  }

  private Json map(Fact fact, Case one) {
    var members = new TreeMap<String, Json>();
    object(fact).members().forEach(member -> members.put(member.name(), member.value()));
    one.having(fact).forEach(word -> members.putIfAbsent(word, Json.of((long) CERTAIN)));
    one.lacking(fact).forEach(members::remove);
    for (Term term : one.terms()) {
      if (term.fact() != fact || term.key().isEmpty()) continue;
      one.number(term).ifPresent(number -> members.put(term.key(), Json.of(number)));
      if (fact == Fact.PROBES) members.put(term.key(), Json.of(one.isTrue(term)));
    }
    var object = Json.object();
    members.forEach(object::put);
    return object.build();
  }

  String text(Fact fact) {
    return said.get(fact) instanceof Json.Str(var text) ? text : "";
  }

  private static List<String> texts(List<Json> items) {
    return items.stream()
        .flatMap(item -> item instanceof Json.Str(var text) ? Stream.of(text) : Stream.empty())
        .toList();
  }

  private List<Json> items(Fact fact) {
    return said.get(fact) instanceof Json.Arr(var items) ? items : List.of();
  }

  private Json.Obj object(Fact fact) {
    return said.get(fact) instanceof Json.Obj object ? object : Json.object().build();
  }

  /// What a bundle sees of it; empty where the bundle has no such route.
  Optional<Facts> facts(Bundle bundle) {
    return bundle.routes().stream()
        .filter(route -> route.id().equals(text(Fact.ROUTE)))
        .findFirst()
        .flatMap(route -> facts(bundle, route));
  }

  private Optional<Facts> facts(Bundle bundle, Route route) {
    if (!text(Fact.METHOD).isEmpty() && !route.methods().contains(text(Fact.METHOD))) {
      return Optional.empty();
    }
    boolean read = route.wire().isPresent();
    if (!route.traits().tools() && phase == Facts.Phase.TOOL) return Optional.empty();
    var json = Json.object().put("phase", phase.word());
    said.forEach((fact, value) -> {
      switch (fact) {
        // These follow from the route, or from what the bundle declares.
        case PHASE, SYSTEM, USE, ASSESSMENT, RISK_CLASS, PROVIDER, REGION, FORMAT, BODY, FAULT -> {}
        case MODEL -> json.put("model", declared(value, read ? route.models() : List.of()));
        case TOOL -> json.put("tool", declared(value, read ? route.tools() : List.of()));
        case TOOLS ->
            json.put(
                "tools",
                texts(items(fact)).stream()
                    .filter(tool -> read && route.tools().contains(tool))
                    .toList());
        case LABELS ->
            json.put("labels", read ? only(fact, bundle.labels()) : Json.object().build());
        case COUNTERS ->
            json.put(
                "counters",
                only(fact, bundle.counters().stream().map(counter -> counter.id()).toList()));
        case PROBES -> {}
        default -> json.put(fact.word(), value);
      }
    });
    var probes = Json.object();
    bundle.probes().stream()
        .filter(probe -> probe.on() == phase)
        .forEach(probe ->
            probes.put(
                probe.id(),
                object(Fact.PROBES).get(probe.id()).map(Json.of(true)::equals).orElse(false)));
    json.put("probes", probes.build());
    return Facts.of(json.build()).map(facts -> bundle.on(route, facts));
  }

  private static Json declared(Json word, List<String> words) {
    return word instanceof Json.Str(var text) && words.contains(text) ? word : Json.of("");
  }

  private Json only(Fact fact, Collection<String> words) {
    var only = Json.object();
    for (Json.Member member : object(fact).members()) {
      if (words.contains(member.name())) only.put(member.name(), member.value());
    }
    return only.build();
  }

  /// How much is said: of two scenarios, the smaller one tells more clearly what it shows. What
  /// names a model that is declared is plainer than what names none.
  int size(List<String> models) {
    int strange = models.isEmpty() || models.contains(text(Fact.MODEL)) ? 0 : 2;
    return strange
        + said.entrySet().stream()
            .mapToInt(
                entry -> entry.getValue() instanceof Json.Arr(var items) ? 1 + items.size() : 1)
            .sum();
  }

  /// In words: `a caller with role `intern` on route `chat` with model `demo-large``.
  ///
  /// @param models those that the route declares; none where models have no meaning
  String words(List<String> models) {
    var words = new ArrayList<String>();
    String caller = text(Fact.CALLER);
    words.add(caller.isEmpty() ? "a caller" : "caller `" + caller + "`");
    list(Fact.ROLES, "with role", words);
    list(Fact.GROUPS, "in group", words);
    words.add("on route `" + text(Fact.ROUTE) + "`");
    if (models.contains(text(Fact.MODEL))) one(Fact.MODEL, "with model", words);
    else if (!models.isEmpty()) words.add("with an undeclared model");
    one(Fact.TOOL, "calling tool", words);
    one(Fact.METHOD, "by", words);
    one(Fact.CREDENTIAL, "shown by", words);
    one(Fact.PURPOSE, "for purpose", words);
    keys(Fact.LABELS, "where is found", words);
    keys(Fact.PROBES, "where is true", words);
    list(Fact.GRANTED, "granted by queue", words);
    list(Fact.TAGS, "tagged", words);
    list(Fact.TOOLS, "offering tool", words);
    for (Fact fact : Fact.values()) {
      if (fact.type() == Fact.Type.NUMBER && said.containsKey(fact)) {
        words.add("with " + fact.word() + " " + said.get(fact).canonical());
      }
      if (fact.type() == Fact.Type.TRUTH && Json.of(true).equals(said.get(fact))) {
        words.add("with " + fact.word());
      }
    }
    for (Json.Member member : object(Fact.COUNTERS).members()) {
      if (!isNeutral(member.value())) {
        words.add("with counter `" + member.name() + "` at " + member.value().canonical());
      }
    }
    return String.join(" ", words);
  }

  private void one(Fact fact, String what, List<String> words) {
    if (!text(fact).isEmpty()) words.add(what + " `" + text(fact) + "`");
  }

  private void list(Fact fact, String what, List<String> words) {
    for (String item : texts(items(fact))) words.add(what + " `" + item + "`");
  }

  private void keys(Fact fact, String what, List<String> words) {
    for (Json.Member member : object(fact).members()) {
      if (!isNeutral(member.value())) words.add(what + " `" + member.name() + "`");
    }
  }

  private static boolean isNeutral(Json value) {
    return switch (value) {
      case Json.Str(var text) -> text.isEmpty();
      case Json.Arr(var items) -> items.isEmpty();
      case Json.Obj object -> object.members().isEmpty();
      default -> value.canonical().equals("0") || value.canonical().equals("false");
    };
  }

  Facts.Phase phase() {
    return phase;
  }

  List<String> list(Fact fact) {
    return texts(items(fact));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scenario that && phase == that.phase && said.equals(that.said);
  }

  @Override
  public int hashCode() {
    return said.hashCode();
  }
}
