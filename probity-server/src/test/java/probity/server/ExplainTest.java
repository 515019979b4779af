package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.json;
import static probity.server.FakeProvider.toolCalls;
import static probity.server.Running.chat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Json;

/// `policy explain` on what a real gateway recorded.
class ExplainTest {
  @TempDir private static Path shared;
  private static Path data;
  private static List<Entry> entries;
  private static String permitted;
  private static String refused;
  private static String undecided;

  @BeforeAll
  static void record() throws IOException {
    data = shared.resolve("data");
    try (var provider = FakeProvider.start()) {
      try (var gateway = Running.start(data, provider)) {
        provider.answer(json(200, toolCalls("lookup_order", "issue_refund")));
        permitted = gateway.call(chat("write to jane@example.com", "")).record();
        refused = gateway.call(chat("my card is 4111 1111 1111 1111", "")).record();
        undecided = gateway.call(chat("hi", "").replace("demo-small", "demo-large")).record();
      }
    }
    entries = Running.verify(data);
  }

  private static Commands.Run explain(Path data, String... more) {
    var words = new ArrayList<>(List.of("policy", "explain", "--data", data.toString()));
    words.addAll(List.of(more));
    return Commands.run(words.toArray(String[]::new));
  }

  @Test
  void a_refusal_is_explained_by_the_rule_its_inputs_and_what_it_is_for() {
    var run = explain(data, refused);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            """
            request: refuse by `no-cards-to-the-model`: payment data does not go to the model
              no-cards-to-the-model (refuse): holds, and decides
                when   'payment.card' in labels
                given  labels = {"payment.card":\
            """)
        .contains("    under  test:1; owner tester; risk R-1\n")
        .contains("  support-may-chat (permit): holds, and is outranked\n")
        .contains("  support-may-list-models (permit): does not hold\n")
        .contains(", in force since 2026-11-25T09:00:00")
        .endsWith("decided again from bundle and facts, all of it comes out as recorded\n");
  }

  @Test
  void request_tool_calls_and_answer_are_each_explained() {
    var run = explain(data, permitted);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("request: permit\n  mask-email-before-it-leaves (redact personal.email): holds")
        .contains("tool call 1 `lookup_order`: permit")
        .contains("tool call 2 `issue_refund`: refuse by `")
        .contains("answer: permit");
  }

  @Test
  void what_no_rule_permits_is_the_default_and_every_rule_says_why_not() {
    var run = explain(data, undecided, "--all");

    assertThat(run.out())
        .contains("request: refuse by `probity/default`")
        .contains("is the product's own")
        .contains("    given  model = \"demo-large\"\n");
  }

  @Test
  void machines_get_the_same_as_one_object() {
    var run = explain(data, refused, "--json");

    var read = Json.parseCanonicalObject(run.out().strip());
    assertThat(read).isInstanceOf(Checked.Valid.class);
    var decision = Json.objects(read.orThrow().items("decisions")).getFirst();
    assertThat(decision.text("what")).contains("request");
    assertThat(Json.objects(decision.items("rules")).getFirst().text("outcome"))
        .contains("decides");
    assertThat(read.orThrow().items("differences")).isEmpty();
  }

  @Test
  void a_record_that_the_bundle_would_not_decide_so_says_it_loudly() throws IOException {
    Path to = shared.resolve("rewritten");
    Rewritten.write(
        data,
        entries,
        to,
        (kind, body) ->
            kind.equals("intent") && body.text("exchange").orElse("").equals(refused)
                ? Rewritten.with(
                    Rewritten.with(body, "verdict", Json.of("permit")), "reason", Json.of(""))
                : body);

    var run = explain(to, refused);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("DECIDED AGAIN, IT DIFFERS: intent ")
        .contains("`verdict` is \"permit\", decided again it is \"refuse\"")
        .doesNotContain("comes out as recorded");
  }

  @Test
  void an_entry_of_no_exchange_has_nothing_to_explain() {
    var run = explain(data, "records:0");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("`records:0` is of no exchange");
  }
}
