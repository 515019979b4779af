package probity.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import probity.exchange.Facts;
import probity.yaml.Mistakes;
import probity.yaml.Yaml;

/// What a decision costs: a bundle of 20 rules for one route, and one of 1,000 rules of which 20
/// apply to it, decided in turns in one run. Prints a table for docs/benchmark.md.
final class PolicyFigures {
  private static final int OF_ROUTE = 20;
  private static final int ROUTES = 50;
  private static final int ROUNDS = 15;
  private static final int DECISIONS = 100_000;

  private PolicyFigures() {}

  public static void main(String[] words) {
    long start = System.nanoTime();
    var small = bundle(1);
    long smallLoaded = System.nanoTime() - start;
    start = System.nanoTime();
    var large = bundle(ROUTES);
    long largeLoaded = System.nanoTime() - start;
    var facts = facts();
    if (!small.decide(facts).matched().equals(large.decide(facts).matched())) {
      throw new IllegalStateException("the two bundles decide differently");
    }
    for (int i = 0; i < 5; i++) {
      nanos(small, facts);
      nanos(large, facts);
    }
    var alone = new double[ROUNDS];
    var among = new double[ROUNDS];
    var ratio = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      boolean smallFirst = round % 2 == 0;
      double one = nanos(smallFirst ? small : large, facts);
      double other = nanos(smallFirst ? large : small, facts);
      alone[round] = smallFirst ? one : other;
      among[round] = smallFirst ? other : one;
      ratio[round] = among[round] / alone[round];
    }
    print("decision, 20 rules, ns", alone);
    print("decision, 1,000 rules of which 20 apply to the route, ns", among);
    print("the second / the first", ratio);
    print("loading 20 rules, ms", new double[] {smallLoaded / 1e6});
    print("loading 1,000 rules, ms", new double[] {largeLoaded / 1e6});
  }

  private static void print(String what, double[] figures) {
    Arrays.sort(figures);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f / %.2f / %.2f |%n",
        what,
        figures[0],
        figures[figures.length / 2],
        figures[figures.length - 1]);
  }

  private static double nanos(Bundle bundle, Facts facts) {
    long start = System.nanoTime();
    int matched = 0;
    for (int i = 0; i < DECISIONS; i++) matched += bundle.decide(facts).matched().size();
    if (matched == 0) throw new IllegalStateException("nothing held");
    return (System.nanoTime() - start) / (double) DECISIONS;
  }

  private static Facts facts() {
    var mistakes = new Mistakes();
    var given =
        Yaml.read(
            "given",
            "{route: route-0, system: desk, use: answers, assessment: '1', risk_class: limited,"
                + " provider: demo, format: openai.chat, model: model-a, roles: [support],"
                + " body: read, messages: 3, labels: {personal.email: 90}}",
            mistakes);
    var facts = new Given(Facts.Phase.REQUEST, Vocabulary.OPEN, new TreeMap<>()).read(given);
    if (!mistakes.none()) throw new IllegalStateException(mistakes.inOrder().getFirst().render());
    return facts;
  }

  private static Bundle bundle(int routes) {
    var files = new ArrayList<BundleFile>();
    var declared =
        new StringBuilder(
            """
            name: figures
            version: "1"
            labels: [personal.email, payment.card]
            roles: [support, intern]
            systems: [{id: desk, assessment: "1", risk_class: limited}]
            uses: [{id: answers, system: desk}]
            retention: [{class: standard, days: 400}]
            routes:
            """);
    for (int route = 0; route < routes; route++) {
      declared.append(
          """
            - id: route-%d
              path: /v1/%d/chat
              format: openai.chat
              provider: demo
              models: [model-a, model-b]
              tools: [lookup]
              use: answers
              retention: standard
          """
              .formatted(route, route));
      files.add(new BundleFile("rules/route-" + route + ".yaml", rules(route)));
    }
    files.add(new BundleFile("bundle.yaml", declared.toString()));
    Folders.files(Folders.CASES.resolve("ground")).stream()
        .filter(file -> file.path().startsWith("requirements/"))
        .forEach(files::add);
    return switch (Bundle.read(files, Set.of("personal.email", "payment.card"))) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new IllegalStateException(mistakes.getFirst().render());
    };
  }

  /// Rules as bundles have them: half of them look into labels, roles and numbers.
  private static String rules(int route) {
    var rules = new StringBuilder();
    for (int rule = 0; rule < OF_ROUTE; rule++) {
      String condition =
          switch (rule % 4) {
            case 0 -> "'support' in roles && model in ['model-a', 'model-b']";
            case 1 -> "'payment.card' in labels && labels['payment.card'] >= 80";
            case 2 -> "labels.exists(l, l.startsWith('personal.') && labels[l] > 95)";
            default -> "messages > " + rule + " && !('intern' in roles)";
          };
      rules.append(
          """
          - id: r-%d-%d
            requirement: REQ-1
            controls: ["42001:A.9.4"]
            owner: lead
            risk: R-1
            on: request
            when: route == 'route-%d' && (%s)
            then: %s
            reason: no
            tests:
              - {name: a, given: {}, expect: %s}
              - {name: b, given: {}, expect: none}
          """
              .formatted(
                  route,
                  rule,
                  route,
                  condition,
                  rule % 4 == 0 ? "permit" : "refuse",
                  rule % 4 == 0 ? "permit" : "refuse"));
    }
    return rules.toString();
  }
}
