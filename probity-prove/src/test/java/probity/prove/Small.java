package probity.prove;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.yaml.Mistake;

/// Small bundles, written as little as can be.
final class Small {
  static final Duration BOUND = Duration.ofSeconds(60);

  private static final String DECLARED =
      """
      name: small
      version: "1"
      labels: [personal.email, payment.card]
      roles: [dba, intern]
      tags: [seen]
      systems: [{id: helper, assessment: "2026-01", risk_class: limited, owner: lead}]
      uses: [{id: help, system: helper}]
      retention: [{class: short, days: 30}]
      counters: [{id: calls, counts: requests, per: [caller], window: 1h}]
      queues: [{id: desk, role: reviewer, deadline: 4h, grant: 10m}]
      probes:
        - {id: urgent, on: request, places: [user], contains: [now]}
        - {id: risky, on: tool, places: [tool_arguments], contains: [drop]}
      routes:
        - id: chat
          path: /chat
          format: openai.chat
          provider: up
          models: [small]
          tools: [db.query, db.write, mail]
          use: help
          retention: short
      """;

  private final List<String> rules = new ArrayList<>();
  private final List<String> invariants = new ArrayList<>();

  Small rule(String id, String on, String then, String when) {
    return rule(id, on, then, when, "");
  }

  /// @param more further members, each on a line of its own
  Small rule(String id, String on, String then, String when, String more) {
    String reason =
        Set.of("refuse", "limit", "review").contains(then) ? "\n  reason: so it is" : "";
    rules.add(
        """
        - id: %s
          requirement: R-1
          controls: ["x:1"]
          owner: lead
          risk: K-1
          on: %s
          when: >-
            %s
          then: %s%s%s
          tests:
            - {name: fires, given: {}, expect: %s}
            - {name: does not, given: {}, expect: none}
        """
            .formatted(
                id,
                on,
                when,
                then,
                reason,
                more.indent(2).isBlank() ? "" : "\n" + more.indent(2).stripTrailing(),
                then));
    return this;
  }

  Small never(String id, String on, String assume) {
    invariants.add(
        """
        - id: %s
          says: this must not be
          on: %s
          assume: >-
            %s
          never: permit
        """
            .formatted(id, on, assume));
    return this;
  }

  Bundle bundle() {
    var files = new ArrayList<BundleFile>();
    files.add(new BundleFile("bundle.yaml", DECLARED));
    files.add(
        new BundleFile(
            "requirements/all.yaml",
            """
            - id: R-1
              sentence: It is done right.
              kind: functional
              source: {from: decision, ref: ours}
            """));
    files.add(new BundleFile("rules/all.yaml", String.join("\n", rules)));
    if (!invariants.isEmpty()) {
      files.add(new BundleFile("invariants.yaml", String.join("\n", invariants)));
    }
    return switch (Bundle.read(files, Set.of("personal.email", "payment.card"))) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new AssertionError(
              String.join("\n", mistakes.stream().map(Mistake::render).toList()));
    };
  }

  /// What there is to say about the only invariant.
  Proof proof() {
    var bundle = bundle();
    return new Prover(bundle, new CelSolver(), System::nanoTime)
        .prove(bundle.invariants().getFirst(), BOUND);
  }
}
