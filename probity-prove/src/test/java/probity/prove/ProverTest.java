package probity.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProverTest {
  private static final String DATABASE = "tool.startsWith('db.')";

  @Test
  void no_database_tool_gets_through_without_the_role_where_the_rule_says_so() {
    var proof =
        new Small()
            .rule("db-for-dba", "tool", "permit", DATABASE + " && 'dba' in roles")
            .rule("mail-for-all", "tool", "permit", "tool == 'mail'")
            .never("no-db-without-dba", "tool", DATABASE + " && !('dba' in roles)")
            .proof();

    assertThat(proof).isInstanceOf(Proof.Kept.class);
  }

  @Test
  void a_weakened_rule_is_found_with_the_least_facts_that_show_it() {
    var proof =
        new Small()
            .rule(
                "db-for-dba",
                "tool",
                "permit",
                DATABASE + " && ('dba' in roles || 'intern' in roles)")
            .never("no-db-without-dba", "tool", DATABASE + " && !('dba' in roles)")
            .proof();

    assertThat(given(proof)).isEqualTo("{roles: [intern], route: chat, tool: db.query}");
  }

  @Test
  void somebody_with_two_roles_passes_a_rule_that_looks_for_one_of_them() {
    var proof =
        new Small()
            .rule("db-for-dba", "tool", "permit", DATABASE + " && 'dba' in roles")
            .never("no-db-for-interns", "tool", DATABASE + " && 'intern' in roles")
            .proof();

    assertThat(given(proof)).isEqualTo("{roles: [dba, intern], route: chat, tool: db.query}");
  }

  @Test
  void a_refusal_on_a_label_keeps_what_it_refuses_from_its_first_confidence_on() {
    var small =
        new Small()
            .rule("all", "request", "permit", "route == 'chat'")
            .rule(
                "cards",
                "request",
                "refuse",
                "labels.exists(l, l.startsWith('payment.') && labels[l] >= 80)");

    assertThat(
            small
                .never(
                    "sure-cards",
                    "request",
                    "'payment.card' in labels && labels['payment.card'] > 85")
                .proof())
        .isInstanceOf(Proof.Kept.class);
    assertThat(
            given(
                new Small()
                    .rule("all", "request", "permit", "route == 'chat'")
                    .rule(
                        "cards",
                        "request",
                        "refuse",
                        "labels.exists(l, l.startsWith('payment.') && labels[l] >= 80)")
                    .never(
                        "any-cards",
                        "request",
                        "'payment.card' in labels && labels['payment.card'] > 60")
                    .proof()))
        .isEqualTo("{labels: {payment.card: 61}, route: chat}");
  }

  @Test
  void a_rule_that_cannot_be_evaluated_refuses_and_permits_nothing() {
    // `labels['payment.card']` fails where the label was not found.
    var refusing =
        new Small()
            .rule("all", "request", "permit", "route == 'chat'")
            .rule("cards", "request", "refuse", "labels['payment.card'] > 10")
            .never("no-card-no-pass", "request", "!('payment.card' in labels)");
    var tagging =
        new Small()
            .rule("all", "request", "permit", "route == 'chat'")
            .rule("cards", "request", "tag", "labels['payment.card'] > 10", "tags: [seen]")
            .never("no-card-no-pass", "request", "!('payment.card' in labels)");
    var permitting =
        new Small()
            .rule("cards", "request", "permit", "labels['payment.card'] > 10")
            .never("no-card-no-pass", "request", "!('payment.card' in labels)");

    assertThat(refusing.proof()).isInstanceOf(Proof.Kept.class);
    assertThat(tagging.proof()).isInstanceOf(Proof.Kept.class);
    assertThat(permitting.proof()).isInstanceOf(Proof.Kept.class);
  }

  @Test
  void a_side_that_cannot_be_evaluated_is_passed_over_where_the_other_decides() {
    var proof =
        new Small()
            .rule("either", "request", "permit", "labels['payment.card'] > 10 || stream")
            .never("no-card-no-pass", "request", "!('payment.card' in labels)")
            .proof();

    assertThat(given(proof)).isEqualTo("{route: chat, stream: true}");
  }

  @Test
  void a_limit_keeps_its_bound_and_a_counter_that_is_not_there_refuses() {
    var small =
        new Small()
            .rule("all", "request", "permit", "route == 'chat'")
            .rule("few", "request", "limit", "'intern' in roles", "counter: calls\nmax: 5");

    assertThat(
            small
                .never(
                    "interns-few",
                    "request",
                    "'intern' in roles && !('calls' in counters && counters['calls'] < 5)")
                .proof())
        .isInstanceOf(Proof.Kept.class);
    assertThat(
            given(
                new Small()
                    .rule("all", "request", "permit", "route == 'chat'")
                    .rule("few", "request", "limit", "'intern' in roles", "counter: calls\nmax: 5")
                    .never("all-few", "request", "counters['calls'] >= 5")
                    .proof()))
        .isEqualTo("{counters: {calls: 5}, route: chat}");
  }

  @Test
  void a_review_lets_pass_what_a_person_granted_and_nothing_else() {
    var small =
        new Small()
            .rule("all", "tool", "permit", "route == 'chat'")
            .rule("ask", "tool", "review", "tool == 'db.write'", "queue: desk");

    assertThat(
            small
                .never("no-write-alone", "tool", "tool == 'db.write' && !('desk' in granted)")
                .proof())
        .isInstanceOf(Proof.Kept.class);
    assertThat(
            given(
                new Small()
                    .rule("all", "tool", "permit", "route == 'chat'")
                    .rule("ask", "tool", "review", "tool == 'db.write'", "queue: desk")
                    .never("no-write", "tool", "tool == 'db.write'")
                    .proof()))
        .isEqualTo("{granted: [desk], route: chat, tool: db.write}");
  }

  @Test
  void answers_are_permitted_unless_a_rule_refuses_them() {
    var proof =
        new Small()
            .rule(
                "cards",
                "response",
                "refuse",
                "'payment.card' in labels && labels['payment.card'] > 90")
            .never("no-cards-in-answers", "response", "'payment.card' in labels")
            .proof();

    assertThat(given(proof)).isEqualTo("{labels: {payment.card: 0}, route: chat}");
  }

  @Test
  void a_caller_whom_no_rule_names_is_thought_of_too() {
    var proof =
        new Small()
            .rule("not-batch", "request", "permit", "caller != 'batch'")
            .never("known-callers", "request", "!(caller in ['batch', 'desk'])")
            .proof();

    assertThat(given(proof)).isEqualTo("{route: chat}");
  }

  @Test
  void letters_of_undeclared_words_are_looked_for_and_confirmed() {
    var proof =
        new Small()
            .rule(
                "services",
                "request",
                "permit",
                "caller.startsWith('svc-') && groups.exists(g, g.endsWith('-eng'))")
            .never("no-services", "request", "caller.startsWith('svc-') && caller != 'svc-'")
            .proof();

    assertThat(given(proof)).isEqualTo("{caller: svc-another, groups: ['-eng'], route: chat}");
  }

  @Test
  void what_has_no_translation_shows_nothing_by_itself() {
    var resting =
        new Small()
            .rule("first", "request", "permit", "roles[0] == 'dba' && roles[0] == 'intern'")
            .never("nobody", "request", "true")
            .proof();
    var aside =
        new Small()
            .rule("first", "request", "permit", "roles[0] == 'dba' && stream")
            .never("no-whole", "request", "!stream")
            .proof();

    assertThat(resting)
        .isInstanceOfSatisfying(
            Proof.NotShown.class,
            proof ->
                assertThat(proof.reasons())
                    .containsExactly(
                        "route `chat`: it may rest on what has no translation: an item of a list by its number"));
    assertThat(aside).isInstanceOf(Proof.Kept.class);
  }

  @Test
  void a_counter_example_that_the_bundle_refuses_is_no_alarm() {
    var bundle =
        new Small()
            .rule("db-for-dba", "tool", "permit", DATABASE + " && 'dba' in roles")
            .never("no-db-without-dba", "tool", DATABASE + " && size(roles) < 1")
            .bundle();
    Solver lying = (_, _, _) -> new Solver.Answer.Found(Map.of("tool", 1L), Map.of());

    var proof =
        new Prover(bundle, lying, System::nanoTime)
            .prove(bundle.invariants().getFirst(), Small.BOUND);

    assertThat(proof)
        .isInstanceOfSatisfying(
            Proof.NotShown.class,
            shown ->
                assertThat(shown.reasons())
                    .containsExactly(
                        "route `chat`: the bundle refuses what the solver found; this is a mistake of `prove`"));
  }

  @Test
  void what_the_rules_say_outright_needs_no_solver() {
    var bundle =
        new Small()
            .rule("db", "tool", "permit", DATABASE + " && 'dba' in roles && model == 'small'")
            .rule("mail", "tool", "permit", "tool == 'mail'")
            .never(
                "no-db-without-dba", "tool", DATABASE + " && !('dba' in roles) && tool != 'mail'")
            .bundle();
    Solver none =
        (formula, _, _) -> {
          throw new AssertionError(formula.cel());
        };

    var proof =
        new Prover(bundle, none, System::nanoTime)
            .prove(bundle.invariants().getFirst(), Small.BOUND);

    assertThat(proof).isInstanceOf(Proof.Kept.class);
  }

  @Test
  void without_an_answer_in_time_nothing_is_shown() {
    var bundle =
        new Small()
            .rule(
                "odd",
                "request",
                "permit",
                "messages * messages * messages == body_bytes * body_bytes + max_tokens * max_tokens * 3 + 7")
            .never("none", "request", "messages * 7 + body_bytes * max_tokens == 1000003 * time")
            .bundle();

    var proof =
        new Prover(bundle, new CelSolver(), System::nanoTime)
            .prove(bundle.invariants().getFirst(), Duration.ofMillis(5));

    assertThat(proof).isNotInstanceOf(Proof.Kept.class);
  }

  private static String given(Proof proof) {
    return proof instanceof Proof.Broken broken ? Told.facts(broken.given()) : proof.toString();
  }
}
