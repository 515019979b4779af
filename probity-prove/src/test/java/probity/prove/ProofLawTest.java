package probity.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.Invariant;
import probity.policy.Verdict;

/// What the prover says of small random bundles is what asking for every single decision says.
class ProofLawTest {
  private static final List<String> LISTS =
      List.of(
          "",
          "dba",
          "intern",
          "dba,intern",
          "dba,dba",
          "intern,intern",
          "dba,dba,intern",
          "dba,intern,intern",
          "dba,dba,intern,intern");

  private static final List<String> ATOMS =
      List.of(
          "'dba' in roles",
          "roles.exists(r, r == 'intern')",
          "roles.all(r, r.startsWith('d'))",
          "roles.exists_one(r, r == 'dba')",
          "size(roles) > 1",
          "roles == []",
          "roles == ['dba']",
          "roles.filter(r, r != 'dba') == ['intern']",
          "size(roles.map(r, r + 'x')) == 1",
          "'dbax' in roles.map(r, r + 'x')",
          "tool == 'mail'",
          "tool.startsWith('db.')",
          "tool in ['db.query', 'mail']",
          "tool.endsWith(stream ? 'query' : 'write')",
          "size(tool) > 5",
          "tool + '!' == 'mail!'",
          "tool < 'db.r'",
          "stream",
          "stream == ('dba' in roles)",
          "labels['payment.card'] >= 80",
          "'payment.card' in labels",
          "has(counters.calls) || stream",
          "counters.calls > 1",
          "labels.exists(l, labels[l] > 50)",
          "labels.all(l, labels[l] > 50)",
          "size(labels) == 1",
          "100 / messages > 40",
          "(stream ? messages : 1) > 1",
          "messages % 2 == 1",
          "-messages < -1",
          "messages * 9007199254740991 > 9007199254740991",
          "9223372036854775807 + messages > 1",
          "counters['calls'] < 2",
          "(stream ? counters['calls'] : 5) > 1",
          "probes['risky']",
          "'desk' in granted",
          "roles.exists(r, roles.exists(s, r != s))",
          "roles.exists(r, labels['payment.card'] > 50 && r == 'dba')",
          "roles.all(r, r in ['dba'])",
          "[1, 2, messages].exists(m, m == 3)",
          "route == 'chat'",
          "model == 'small'");

  @Test
  void kept_and_broken_are_what_all_decisions_say() {
    Seeds.check(
        40,
        random -> {
          var bundle = bundle(random);
          var invariant = bundle.invariants().getFirst();
          var proof =
              new Prover(bundle, new CelSolver(), System::nanoTime).prove(invariant, Small.BOUND);

          var example = worlds().filter(facts -> breaks(bundle, invariant, facts)).findFirst();

          String told = rules(bundle) + "\n" + proof + "\n" + example.map(Facts::json);
          assertThat(proof).as(told).isNotInstanceOf(Proof.NotShown.class);
          assertThat(proof instanceof Proof.Broken).as(told).isEqualTo(example.isPresent());
        });
  }

  private static boolean breaks(Bundle bundle, Invariant invariant, Facts facts) {
    return invariant.assumes(facts) && bundle.decide(facts).verdict() instanceof Verdict.Permit;
  }

  private static String rules(Bundle bundle) {
    var text = new StringBuilder();
    bundle
        .rules()
        .forEach(rule -> text.append(rule.then()).append(": ").append(rule.when()).append('\n'));
    return text + "never: " + bundle.invariants().getFirst().assume();
  }

  private static Bundle bundle(Random random) {
    var small = new Small().never("never", "tool", both(random));
    int rules = 1 + random.nextInt(4);
    small.rule("r0", "tool", "permit", both(random));
    for (int i = 1; i <= rules; i++) {
      String then =
          List.of("permit", "permit", "refuse", "review", "limit", "tag").get(random.nextInt(6));
      String more =
          switch (then) {
            case "review" -> "queue: desk";
            case "limit" -> "counter: calls\nmax: 2";
            case "tag" -> "tags: [seen]";
            default -> "";
          };
      small.rule("r" + i, "tool", then, condition(random, 1 + random.nextInt(2)), more);
    }
    return small.bundle();
  }

  private static String both(Random random) {
    return "(" + condition(random, 1) + ") && (" + condition(random, 1) + ")";
  }

  private static String condition(Random random, int depth) {
    if (depth == 0) return ATOMS.get(random.nextInt(ATOMS.size()));
    String left = condition(random, depth - 1);
    String right = condition(random, depth - 1);
    return switch (random.nextInt(5)) {
      case 0 -> "!(" + left + ")";
      case 1 -> "(" + left + ") || (" + right + ")";
      case 2 -> "(" + left + ") ? (" + right + ") : (" + condition(random, depth - 1) + ")";
      default -> "(" + left + ") && (" + right + ")";
    };
  }

  /// All facts that matter to the conditions above: for numbers, one value on each side of what
  /// they are compared with.
  private static Stream<Facts> worlds() {
    return LISTS.stream()
        .flatMap(roles ->
            Stream.of("", "db.query", "db.write", "mail")
                .flatMap(tool ->
                    Stream.of(false, true)
                        .flatMap(stream ->
                            Stream.of(-1, 5, 60, 90)
                                .flatMap(card ->
                                    Stream.of(-1, 40, 60)
                                        .flatMap(
                                            mail -> numbers(roles, tool, stream, card, mail))))));
  }

  private static Stream<Facts> numbers(
      String roles, String tool, boolean stream, long card, long mail) {
    return Stream.of(0L, 1L, 2L, 3L, 4L)
        .flatMap(messages ->
            Stream.of(-1L, 1L, 2L)
                .flatMap(calls ->
                    Stream.of(0, 1, 2, 3, 4, 5, 6, 7)
                        .map(bits ->
                            facts(roles, tool, stream, card, mail, messages, calls, bits))));
  }

  private static Facts facts(
      String roles,
      String tool,
      boolean stream,
      long card,
      long mail,
      long messages,
      long calls,
      int bits) {
    var labels = Json.object();
    if (card >= 0) labels.put("payment.card", card);
    if (mail >= 0) labels.put("personal.email", mail);
    var counters = Json.object();
    if (calls >= 0) counters.put("calls", calls);
    return Facts.of(
            Json.object()
                .put("phase", "tool")
                .put("route", "chat")
                .put("body", "read")
                .put("model", (bits & 1) == 0 ? "" : "small")
                .put("roles", roles.isEmpty() ? List.of() : List.of(roles.split(",")))
                .put("tool", tool)
                .put("stream", stream)
                .put("messages", messages)
                .put("labels", labels.build())
                .put("counters", counters.build())
                .put("granted", (bits & 2) == 0 ? List.<String>of() : List.of("desk"))
                .put("probes", Json.object().put("risky", (bits & 4) != 0).build())
                .build())
        .orElseThrow();
  }
}
