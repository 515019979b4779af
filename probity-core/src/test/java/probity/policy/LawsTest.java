package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import probity.exchange.Facts;

/// What holds of every bundle and all facts.
class LawsTest {
  private static final List<String> CONDITIONS =
      List.of(
          "true",
          "route == 'chat'",
          "model in ['demo-small']",
          "'support' in roles || stream",
          "messages > 3 && !person",
          "labels['payment.card'] >= 50",
          "labels.exists(l, labels[l] > 60)",
          "counters['requests'] > 5",
          "100 / max_tokens > 4",
          "time + time > 0",
          "tool.startsWith('lookup')",
          "has(counters.requests) || size(tools) == 2",
          "route == 'chat' && 'desk' in granted",
          "route in ['chat'] && draw < 5000 && system == 'desk'",
          "'sensitive' in tags");
  private static final List<String> EFFECTS =
      List.of(
          "permit", "permit", "permit", "refuse", "redact", "tag", "limit", "review", "queue",
          "notify", "notice");
  private static final List<String> WORDS =
      List.of("", "chat", "demo-small", "demo-large", "support", "intern", "lookup_order", "?");
  private static final List<String> BODIES = List.of("read", "opaque", "unreadable", "none", "");

  @Test
  void another_refusal_never_permits_more() {
    Seeds.check(
        40,
        random -> {
          var rules = rules(random, 5);
          var stricter = new ArrayList<>(rules);
          var refusing = pick(random, List.of("refuse", "limit", "review"));
          stricter.add(random.nextInt(rules.size() + 1), rule(random, refusing, "extra"));
          var before = bundle(rules);
          var after = bundle(stricter);

          for (Facts facts : manyFacts(random)) {
            if (permits(after.decide(facts))) assertThat(permits(before.decide(facts))).isTrue();
          }
        });
  }

  @Test
  void the_order_of_rules_changes_nothing() {
    Seeds.check(
        40,
        random -> {
          var rules = rules(random, 6);
          var shuffled = new ArrayList<>(rules);
          Collections.shuffle(shuffled, random);
          var one = bundle(rules);
          var other = bundle(shuffled);

          for (Facts facts : manyFacts(random)) {
            assertThat(other.decide(facts)).isEqualTo(one.decide(facts));
          }
        });
  }

  @Test
  void rules_that_cannot_hold_on_a_route_are_left_out_without_a_difference() {
    Seeds.check(
        40,
        random -> {
          var bundle = bundle(rules(random, 8));

          for (Facts facts : manyFacts(random)) {
            var decision = bundle.decide(facts);
            if (decision.evaluated() == 0) continue;
            var held = ids(bundle.outcomes(facts), Condition.Outcome.HOLDS);
            var failed = ids(bundle.outcomes(facts), Condition.Outcome.FAILED);
            assertThat(decision.matched()).isEqualTo(held);
            assertThat(decision.failed()).isEqualTo(failed);
          }
        });
  }

  private static List<String> ids(List<RuleOutcome> outcomes, Condition.Outcome outcome) {
    return outcomes.stream()
        .filter(one -> one.outcome() == outcome)
        .map(one -> one.rule().id())
        .toList();
  }

  @Test
  void every_facts_get_a_decision_that_names_what_it_rests_on() {
    Seeds.check(
        40,
        random -> {
          var bundle = bundle(rules(random, 8));

          for (Facts facts : manyFacts(random)) {
            var decision = bundle.decide(facts);
            assertThat(decision.decided()).isNotEmpty();
            var accountedFor = new HashSet<>(decision.matched());
            accountedFor.addAll(decision.failed());
            assertThat(decision.decided())
                .allMatch(id -> id.startsWith("probity/") || accountedFor.contains(id));
            if (!permits(decision)) {
              assertThat(decision.obligations()).noneMatch(Obligation::needsPermission);
            }
          }
        });
  }

  @Test
  void whoever_has_blob_and_facts_decides_the_same() {
    Seeds.check(
        20,
        random -> {
          var bundle = bundle(rules(random, 6));
          var again = ((BundleReading.Loaded) Bundle.fromBlob(bundle.blob())).bundle();

          for (Facts facts : manyFacts(random)) {
            assertThat(again.decide(facts)).isEqualTo(bundle.decide(facts));
          }
        });
  }

  private static boolean permits(Decision decision) {
    return decision.verdict() instanceof Verdict.Permit;
  }

  private static Bundle bundle(List<String> rules) {
    var file = new BundleFile("rules/random.yaml", String.join("\n", rules));
    return Folders.loaded(
        Stream.concat(Folders.files(Folders.CASES.resolve("ground")).stream(), Stream.of(file))
            .toList());
  }

  private static List<String> rules(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> rule(random, pick(random, EFFECTS), "rule-" + i))
        .toList();
  }

  /// A rule of any phase in which it is allowed. Its tests are there and are not run.
  private static String rule(Random random, String then, String id) {
    var word = Effect.Word.valueOf(then.toUpperCase(Locale.ROOT));
    String on =
        pick(
                random,
                Arrays.stream(Facts.Phase.values())
                    .filter(phase -> word.misplaced(phase).isEmpty())
                    .toList())
            .word();
    return """
    - id: %s
      requirement: REQ-1
      controls: ["42001:A.9.4"]
      owner: lead
      risk: R-1
      on: %s
      when: "%s"
      then: %s
      reason: r
      %s
      tests:
        - {name: a, given: {}, expect: %s}
        - {name: b, given: {}, expect: none}
    """
        .formatted(id, on, pick(random, CONDITIONS), then, members(random, word), then);
  }

  private static String members(Random random, Effect.Word word) {
    return switch (word) {
      case PERMIT, REFUSE -> "";
      case REDACT, TOKENIZE -> "labels: [personal.email]";
      case TAG -> "tags: [sensitive]";
      case LIMIT -> "counter: requests\n  max: " + random.nextInt(20);
      case REVIEW, QUEUE -> "queue: desk";
      case NOTIFY -> "channel: ops";
      case NOTICE -> "notice: machine";
    };
  }

  private static List<Facts> manyFacts(Random random) {
    return IntStream.range(0, 20).mapToObj(_ -> facts(random)).toList();
  }

  private static Facts facts(Random random) {
    var labels = new TreeMap<String, Integer>();
    if (random.nextBoolean()) labels.put("payment.card", random.nextInt(101));
    var counters = new TreeMap<String, Long>();
    if (random.nextBoolean()) counters.put("requests", random.nextLong(20));
    return new Facts(
        pick(random, List.of(Facts.Phase.values())),
        random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(),
        word(random),
        word(random),
        word(random),
        List.of(word(random)),
        List.of(word(random)),
        random.nextInt(4) == 0 ? word(random) : "chat",
        word(random),
        word(random),
        word(random),
        word(random),
        word(random),
        word(random),
        word(random),
        word(random),
        word(random),
        random.nextBoolean(),
        pick(random, BODIES),
        word(random),
        random.nextLong(),
        random.nextLong(10),
        random.nextLong(3),
        random.nextLong(600),
        labels,
        List.of(word(random)),
        List.of(word(random), word(random)),
        random.nextLong(),
        word(random),
        new TreeMap<>(),
        List.of(word(random)),
        random.nextLong(101),
        random.nextLong(3),
        random.nextBoolean(),
        counters,
        random.nextLong(Facts.DRAWS),
        random.nextBoolean() ? List.of("desk") : List.of(),
        random.nextBoolean() ? List.of("sensitive") : List.of());
  }

  private static String word(Random random) {
    return pick(random, WORDS);
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
