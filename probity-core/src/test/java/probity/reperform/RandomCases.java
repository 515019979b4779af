package probity.reperform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import probity.evidence.Decisions;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;

/// Bundles and facts with what this program decides, for another program to decide too.
final class RandomCases {
  private static final Path GROUND = Path.of("src/test/resources/policy/ground");
  private static final Set<String> KNOWN =
      Set.of("personal.email", "payment.card", "credential.api-key");
  private static final int FACTS_OF_BUNDLE = 8;
  private static final int RULES_MAX = 7;
  private static final List<String> ON_REQUEST =
      List.of(
          "permit",
          "permit",
          "permit",
          "refuse",
          "redact",
          "tokenize",
          "tag",
          "limit",
          "review",
          "queue",
          "notify",
          "notice");
  private static final List<String> ON_TOOL =
      List.of("permit", "permit", "refuse", "tag", "limit", "review", "queue", "notify");
  private static final List<String> ON_ANSWER =
      List.of("refuse", "redact", "tag", "queue", "notify");
  private static final List<String> WORDS =
      List.of("", "a", "bot", "support", "intern", "chat", "lookup_order", "demo-small", "desk");

  private final Random random;

  private RandomCases(long seed) {
    this.random = new Random(seed);
  }

  /// One line of JSON for each bundle: `{"bundle": blob, "cases": [{facts, decision}]}`.
  static List<String> lines(long from, long count) {
    var lines = new ArrayList<String>();
    for (long seed = from; seed < from + count; seed++) lines.add(new RandomCases(seed).line());
    return lines;
  }

  private String line() {
    var bundle = bundle();
    var cases = new ArrayList<Json>();
    for (int i = 0; i < FACTS_OF_BUNDLE; i++) {
      Json.Obj facts = facts();
      cases.add(
          Json.object()
              .put("facts", facts)
              .put("decision", Decisions.json(bundle.decide(Facts.of(facts).orElseThrow())))
              .build());
    }
    return Json.object()
        .put("bundle", Json.parseCanonicalObject(bundle.blob().utf8()).orThrow())
        .put("cases", new Json.Arr(cases))
        .build()
        .canonical();
  }

  private Bundle bundle() {
    var rules = new ArrayList<String>();
    while (rules.size() < 2 + random.nextInt(RULES_MAX)) {
      // What does not load is left out; what loads by itself loads beside others.
      String rule = rule("rule-" + (9 - rules.size()));
      if (read(List.of(rule), "") instanceof BundleReading.Loaded) rules.add(rule);
    }
    String overlay =
        random.nextInt(4) == 0 ? "rules:\n  - {id: rule-9, when: \"true\", owner: other}\n" : "";
    return ((BundleReading.Loaded) read(rules, overlay)).bundle();
  }

  private static BundleReading read(List<String> rules, String overlay) {
    var files = new ArrayList<BundleFile>();
    for (String name : List.of("bundle.yaml", "requirements/all.yaml")) {
      files.add(new BundleFile(name, text(GROUND.resolve(name))));
    }
    files.add(new BundleFile("rules/all.yaml", String.join("", rules)));
    if (!overlay.isEmpty()) files.add(new BundleFile("overlays/production.yaml", overlay));
    return Bundle.read(files, KNOWN);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String rule(String id) {
    String on = pick(List.of("request", "request", "tool", "response"));
    String then =
        pick(
            switch (on) {
              case "request" -> ON_REQUEST;
              case "tool" -> ON_TOOL;
              default -> ON_ANSWER;
            });
    String more =
        switch (then) {
          case "redact", "tokenize" -> "labels: [payment.card, personal.email]";
          case "tag" -> "tags: [sensitive]";
          case "limit" -> "counter: " + pick(List.of("requests", "spent")) + "\n  max: 5";
          case "review", "queue" -> "queue: desk";
          case "notify" -> "channel: ops";
          case "notice" -> "notice: machine";
          default -> "owner2";
        };
    String when = new RandomConditions(random).condition();
    return """
    - id: %s
      requirement: REQ-1
      controls: ["t:1"]
      owner: lead
      risk: R-1
      on: %s
      when: %s
      then: %s
      reason: "because of %s"
    %s  tests:
        - {name: a, given: {}, expect: %s}
        - {name: b, given: {}, expect: none}
    """
        .formatted(
            id,
            on,
            Json.of(when).canonical(),
            then,
            id,
            more.equals("owner2") ? "" : "  " + more + "\n",
            then);
  }

  private Json.Obj facts() {
    var labels = Json.object();
    for (String label : List.of("credential.api-key", "payment.card", "personal.email")) {
      if (random.nextInt(3) == 0) labels.put(label, random.nextInt(101));
    }
    var counters = Json.object();
    if (random.nextInt(3) > 0) counters.put("requests", random.nextInt(12));
    if (random.nextInt(3) > 0) counters.put("spent", random.nextInt(12));
    var facts =
        Json.object()
            .put("phase", pick(List.of("request", "request", "tool", "response")))
            .put("route", random.nextInt(8) == 0 ? "" : "chat")
            .put("body", pick(List.of("read", "read", "read", "opaque", "none", "unreadable")))
            .put("fault", pick(List.of("", "not-json", "encoded", "wrong-shape", "unheard-of")))
            .put("labels", labels.build())
            .put("counters", counters.build())
            .put("stream", random.nextBoolean())
            .put("person", random.nextBoolean())
            .put("probes", random.nextBoolean() ? probe() : Json.object().build());
    for (String name : List.of("caller", "model", "tool", "method", "region", "credential")) {
      if (random.nextBoolean()) facts.put(name, pick(WORDS));
    }
    for (String name : List.of("roles", "groups", "tools", "granted", "tags")) {
      if (random.nextBoolean()) facts.put(name, words());
    }
    for (String name : List.of("time", "messages", "max_tokens", "status", "draw", "body_bytes")) {
      if (random.nextBoolean()) facts.put(name, number());
    }
    return facts.build();
  }

  private Json.Obj probe() {
    return Json.object().put("project-name", random.nextBoolean()).build();
  }

  private List<String> words() {
    var words = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--) words.add(pick(WORDS));
    return words;
  }

  private long number() {
    return random.nextInt(3) == 0 ? Json.INTEGER_MAX : random.nextInt(200);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
