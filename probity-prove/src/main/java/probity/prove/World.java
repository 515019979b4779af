package probity.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import probity.exchange.Facts;
import probity.exchange.Purpose;
import probity.ledger.Entry;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.Fact;
import probity.policy.Route;
import probity.prove.Formula.Always;
import probity.prove.Meaning.Case;
import probity.prove.Meaning.Item;
import probity.prove.Meaning.Items;
import probity.prove.Meaning.Num;
import probity.prove.Meaning.Spelling;
import probity.prove.Meaning.Table;
import probity.prove.Meaning.Truth;
import probity.prove.Meaning.Word;

/// All the facts that there can be on one route in one phase: what follows from the route is fixed,
/// the rest is a variable with its bounds.
///
/// Facts that the gateway cannot produce may be among them; none that it can is left out.
final class World {
  private static final int STATUS_MAX = 999;
  private static final int CONFIDENCE_MAX = 100;

  private final Bundle bundle;
  private final Facts.Phase phase;
  private final Route route;
  private final SortedSet<String> literals;
  private final Variables variables = new Variables();
  private final Map<Fact, Meaning> meanings = new EnumMap<>(Fact.class);
  private final Map<Fact, List<String>> choices = new EnumMap<>(Fact.class);
  private final Map<Fact, List<String>> counts = new EnumMap<>(Fact.class);

  /// @param literals every word that a condition of the bundle writes out
  World(Bundle bundle, Facts.Phase phase, Route route, SortedSet<String> literals) {
    this.bundle = bundle;
    this.phase = phase;
    this.route = route;
    this.literals = literals;
  }

  Variables variables() {
    return variables;
  }

  Facts.Phase phase() {
    return phase;
  }

  Route route() {
    return route;
  }

  SortedSet<String> literals() {
    return literals;
  }

  Meaning of(Fact fact) {
    return meanings.computeIfAbsent(fact, this::meaning);
  }

  /// What the values of these variables keep to. Lists are bounded over those of their words that
  /// are among them: the others need not be there.
  Formula bounds(Set<String> used) {
    var formulas = new ArrayList<Formula>();
    used.forEach(name -> formulas.add(variables.bound(name)));
    for (List<String> list : counts.values()) {
      var among = list.stream().filter(used::contains).toList();
      if (among.size() > 1) {
        formulas.add(Formula.atom(String.join(" + ", among) + " <= " + Entry.LIST_MAX));
      }
    }
    return Formula.all(formulas);
  }

  /// The words that a fact can hold where it is a text whose words are all declared.
  List<String> choices(Fact fact) {
    return choices.getOrDefault(fact, List.of());
  }

  private Meaning meaning(Fact fact) {
    boolean opaque = route.format().equals("opaque");
    return switch (fact) {
      case PHASE -> Word.of(phase.word());
      case ROUTE -> Word.of(route.id());
      case SYSTEM -> Word.of(route.system());
      case USE -> Word.of(route.use());
      case ASSESSMENT -> Word.of(route.assessment());
      case RISK_CLASS -> Word.of(route.riskClass());
      case PROVIDER -> Word.of(route.provider());
      case REGION -> Word.of(route.region());
      case FORMAT -> Word.of(route.format());
      case METHOD -> word(fact, route.methods());
      case MODEL -> word(fact, orNone(route.models()));
      case TOOL -> phase == Facts.Phase.TOOL ? word(fact, orNone(route.tools())) : Word.of("");
      case TOOLS -> list(fact, route.tools(), Entry.LIST_MAX);
      // A body that cannot be read is refused whatever the rules say.
      case BODY -> word(fact, opaque ? List.of("opaque", "none") : List.of("read", "none"));
      case FAULT -> Word.of("");
      case STREAM -> opaque ? Truth.of(false) : truth(fact);
      case SOURCES_UNCONFIRMED -> number(fact, Json.INTEGER_MAX);
      case MESSAGES, MAX_TOKENS, TOOLS_UNKNOWN ->
          opaque ? Num.of(0) : number(fact, Json.INTEGER_MAX);
      case STATUS -> phase == Facts.Phase.REQUEST ? Num.of(0) : number(fact, STATUS_MAX);
      case TIME, BODY_BYTES -> number(fact, Json.INTEGER_MAX);
      case DRAW -> number(fact, Facts.DRAWS - 1L);
      case LABELS -> numbers(fact, bundle.labels(), CONFIDENCE_MAX);
      case COUNTERS -> numbers(fact, words(fact), Json.INTEGER_MAX);
      case PROBES -> probes();
      case SOURCES -> openList(fact);
      case UNATTRIBUTED -> number(fact, CONFIDENCE_MAX);
      case TAGS ->
          phase == Facts.Phase.REQUEST
              ? new Items(Always.TRUE, List.of())
              : list(fact, words(fact), 1);
      case GRANTED -> list(fact, words(fact), 1);
      case ROLES -> list(fact, words(fact), Entry.LIST_MAX);
      case GROUPS ->
          bundle.words(fact).isPresent() ? list(fact, words(fact), Entry.LIST_MAX) : openList(fact);
      case UNINSPECTED -> openList(fact);
      // Rules name declared callers alone, and the configuration may know others.
      case CALLER -> openWord(fact);
      case PURPOSE -> word(fact, Arrays.stream(Purpose.values()).map(Purpose::word).toList());
      case CREDENTIAL -> word(fact, words(fact));
      case PERSON -> truth(fact);
    };
  }

  private Collection<String> words(Fact fact) {
    return bundle
        .words(fact)
        .orElseThrow(() -> new IllegalStateException("`" + fact.word() + "` has no words"));
  }

  private static List<String> orNone(List<String> words) {
    var all = new ArrayList<String>(List.of(""));
    all.addAll(words);
    return all;
  }

  private Num number(Fact fact, long max) {
    return Num.of(Always.TRUE, variables.integer(fact.word(), 0, max));
  }

  private Truth truth(Fact fact) {
    return Truth.of(variables.bool(fact.word()));
  }

  private Word word(Fact fact, Collection<String> words) {
    var known = List.copyOf(words);
    choices.put(fact, known);
    if (known.size() == 1) return Word.of(known.getFirst());
    return new Word(cases(fact, known, List.of()), true);
  }

  /// A text that can be any word: those that conditions write out, and another.
  private Word openWord(Fact fact) {
    var known = List.copyOf(literals);
    return new Word(cases(fact, known, List.of(new Spelling.Other(fact.word(), false))), true);
  }

  private List<Case> cases(Fact fact, List<String> known, List<Spelling> others) {
    var spellings = new ArrayList<Spelling>();
    known.forEach(text -> spellings.add(new Spelling.Known(text)));
    spellings.addAll(others);
    String name = variables.integer(fact.word(), 0, spellings.size() - 1L);
    return IntStream.range(0, spellings.size())
        .mapToObj(i -> new Case(Formula.atom(name + " == " + i), spellings.get(i)))
        .toList();
  }

  private Items list(Fact fact, Collection<String> words, int eachMax) {
    return list(fact, words, List.of(), eachMax);
  }

  private Items openList(Fact fact) {
    return list(fact, literals, List.of(new Spelling.Other(fact.word(), true)), Entry.LIST_MAX);
  }

  private Items list(Fact fact, Collection<String> words, List<Spelling> others, int eachMax) {
    var known = List.copyOf(words);
    var spellings = new ArrayList<Spelling>();
    known.forEach(text -> spellings.add(new Spelling.Known(text)));
    spellings.addAll(others);
    var names = new ArrayList<String>();
    var items = new ArrayList<Item>();
    for (int i = 0; i < spellings.size(); i++) {
      String count = variables.integer(fact.word() + "_" + i, 0, eachMax);
      names.add(count);
      var present = Formula.atom(count + " > 0");
      items.add(
          new Item(
              present,
              present.not(),
              Num.of(Always.TRUE, count),
              new Word(List.of(new Case(Always.TRUE, spellings.get(i))), true)));
    }
    counts.put(fact, names);
    return new Items(Always.TRUE, items);
  }

  private Table numbers(Fact fact, Collection<String> words, long max) {
    var names = List.copyOf(words);
    SortedMap<String, Meaning.Entry> entries = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = fact.word() + "_" + i;
      entries.put(
          names.get(i),
          new Meaning.Entry(
              variables.bool(name + "_there"),
              Num.of(Always.TRUE, variables.integer(name, 0, max))));
    }
    return new Table(entries);
  }

  /// Every probe of the phase has an answer, and no other is there.
  private Table probes() {
    var names = new TreeSet<>(bundle.probes(phase, List.of(), _ -> "").keySet());
    SortedMap<String, Meaning.Entry> entries = new TreeMap<>();
    int i = 0;
    for (String name : names) {
      entries.put(name, new Meaning.Entry(Always.TRUE, Truth.of(variables.bool("probes_" + i++))));
    }
    return new Table(entries);
  }
}
