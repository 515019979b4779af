package probity.policy;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.yaml.Nearest;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads the facts of a test: those that its author names; all others are empty, 0 or false.
final class Given {
  private static final int PERCENT_MAX = 100;
  private static final int ITEMS_MAX = 64;
  private static final int WORD_MAX = 128;

  private final Facts.Phase phase;
  private final Vocabulary vocabulary;

  private final Map<Fact, String> texts = new EnumMap<>(Fact.class);
  private final Map<Fact, Long> numbers = new EnumMap<>(Fact.class);
  private final Set<Fact> truths = EnumSet.noneOf(Fact.class);
  private final Map<Fact, List<String>> lists = new EnumMap<>(Fact.class);
  private final SortedMap<String, Integer> labels = new TreeMap<>();
  private final SortedMap<String, Boolean> probes;
  private final SortedMap<String, Long> counters = new TreeMap<>();

  /// @param silentProbes what `probes` holds where the author says nothing else
  Given(Facts.Phase phase, Vocabulary vocabulary, SortedMap<String, Boolean> silentProbes) {
    this.phase = phase;
    this.vocabulary = vocabulary;
    this.probes = new TreeMap<>(silentProbes);
  }

  Facts read(Value given) {
    for (Value.Entry entry : given.entries(Fact.WORDS.size())) {
      String name = entry.name().value();
      Optional<Fact> fact = Fact.named(name);
      if (fact.isEmpty()) {
        entry.name().mistake("there is no fact `" + name + "`" + Nearest.hint(name, Fact.WORDS));
      } else if (fact.get() == Fact.PHASE) {
        entry.name().mistake("the phase of a test is that of its rule");
      } else {
        read(fact.get(), entry.value());
      }
    }
    return facts();
  }

  private void read(Fact fact, Value value) {
    switch (fact.type()) {
      case TEXT -> value.textOrEmpty(WORD_MAX).ifPresent(text -> texts.put(fact, word(fact, text)));
      case NUMBER -> value.integer(0, max(fact)).ifPresent(n -> numbers.put(fact, n));
      case TRUTH -> value.bool().filter(truth -> truth).ifPresent(_ -> truths.add(fact));
      case TEXTS ->
          lists.put(
              fact,
              value.texts(ITEMS_MAX, WORD_MAX).stream().map(text -> word(fact, text)).toList());
      case NUMBERS_BY_NAME, TRUTHS_BY_NAME ->
          value
              .entries(ITEMS_MAX)
              .forEach(entry -> member(fact, word(fact, entry.name()), entry.value()));
    }
  }

  private static long max(Fact fact) {
    return fact == Fact.UNATTRIBUTED ? PERCENT_MAX : Json.INTEGER_MAX;
  }

  private void member(Fact fact, String name, Value value) {
    switch (fact) {
      case PROBES -> value.bool().ifPresent(truth -> probes.put(name, truth));
      case LABELS -> value.integer(0, PERCENT_MAX).ifPresent(n -> labels.put(name, (int) n));
      default -> value.integer(0, Json.INTEGER_MAX).ifPresent(n -> counters.put(name, n));
    }
  }

  /// A word that the fact can hold; another one is a mistake.
  private String word(Fact fact, Text text) {
    vocabulary.objection(fact, text.value()).ifPresent(text::mistake);
    return text.value();
  }

  private Facts facts() {
    return new Facts(
        phase,
        number(Fact.TIME),
        text(Fact.PURPOSE),
        text(Fact.CALLER),
        text(Fact.CREDENTIAL),
        list(Fact.ROLES),
        list(Fact.GROUPS),
        text(Fact.ROUTE),
        text(Fact.SYSTEM),
        text(Fact.USE),
        text(Fact.ASSESSMENT),
        text(Fact.RISK_CLASS),
        text(Fact.PROVIDER),
        text(Fact.REGION),
        text(Fact.MODEL),
        text(Fact.FORMAT),
        text(Fact.METHOD),
        truths.contains(Fact.STREAM),
        text(Fact.BODY),
        text(Fact.FAULT),
        number(Fact.BODY_BYTES),
        number(Fact.MESSAGES),
        number(Fact.MAX_TOKENS),
        number(Fact.STATUS),
        labels,
        list(Fact.UNINSPECTED),
        list(Fact.TOOLS),
        number(Fact.TOOLS_UNKNOWN),
        text(Fact.TOOL),
        probes,
        list(Fact.SOURCES),
        number(Fact.UNATTRIBUTED),
        number(Fact.SOURCES_UNCONFIRMED),
        truths.contains(Fact.PERSON),
        counters,
        number(Fact.DRAW),
        list(Fact.GRANTED),
        list(Fact.TAGS));
  }

  private String text(Fact fact) {
    return texts.getOrDefault(fact, "");
  }

  private long number(Fact fact) {
    return numbers.getOrDefault(fact, 0L);
  }

  private List<String> list(Fact fact) {
    return lists.getOrDefault(fact, List.of());
  }
}
