package probity.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.exchange.Facts.Phase;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.policy.Canary;

class JudgementTest {
  private static final Hash LEAF = Hash.of(new byte[0]);

  private final List<Tap.Written> written = new ArrayList<>();

  private static Canary expecting(
      Phase on, boolean refused, List<String> labels, String... planted) {
    return new Canary(
        "c",
        "R-1",
        List.of("test:1"),
        "chat",
        "POST",
        List.of(),
        List.of(),
        Duration.ofMinutes(5),
        "secret",
        new Canary.Answer("secret", "", ""),
        new Canary.Expected(on, refused, "the-rule", new TreeSet<>(labels), List.of(planted)),
        "canaries/all.yaml",
        1);
  }

  private static Json.Obj decision(String verdict, String rule, String... masked) {
    var obligations =
        masked.length == 0
            ? List.<Json>of()
            : List.<Json>of(
                Json.object()
                    .put("kind", "redact")
                    .put("rule", rule)
                    .put("labels", List.of(masked))
                    .build());
    return Json.object()
        .put("exchange", "01M88YXTM0RW470FXC1RGSJDHG")
        .put("verdict", verdict)
        .put("rules", Json.object().put("decided", List.of(rule)).build())
        .put("obligations", new Json.Arr(obligations))
        .build();
  }

  private JudgementTest entry(String kind, Json.Obj body) {
    written.add(new Tap.Written(new Draft("traffic-standard-2026h2", kind, body), LEAF));
    return this;
  }

  private JudgementTest outcome(Json.Obj... decisions) {
    return entry(
        "outcome", Json.object().put("decisions", new Json.Arr(List.of(decisions))).build());
  }

  private Judgement judge(Canary canary, String sink, String answer) {
    var bodies = sink.isEmpty() ? List.<Bytes>of() : List.of(Bytes.utf8(sink));
    return Judgement.of(canary, new Run(written, bodies, Optional.of(answer)));
  }

  @Test
  void a_refusal_by_the_rule_after_which_nothing_arrived_is_met() {
    entry("intent", decision("refuse", "the-rule")).outcome();
    var canary = expecting(Phase.REQUEST, true, List.of());

    assertThat(judge(canary, "", "")).isEqualTo(Judgement.MET);
    assertThat(judge(canary, "{}", "")).isEqualTo(Judgement.PASSED);
  }

  @Test
  void another_verdict_or_another_rule_is_missed() {
    entry("intent", decision("refuse", "another")).outcome();

    assertThat(judge(expecting(Phase.REQUEST, true, List.of()), "", "")).isEqualTo(Judgement.RULE);
    assertThat(judge(expecting(Phase.REQUEST, false, List.of()), "x", ""))
        .isEqualTo(Judgement.VERDICT);
  }

  @Test
  void a_mask_is_met_where_the_record_has_it_and_the_sink_has_not_the_text() {
    entry("intent", decision("permit", "the-rule", "personal.email")).outcome();
    var canary = expecting(Phase.REQUEST, false, List.of("personal.email"), "secret");

    assertThat(judge(canary, "[masked]", "")).isEqualTo(Judgement.MET);
    assertThat(judge(canary, "a secret", "")).isEqualTo(Judgement.PASSED);
    assertThat(judge(canary, "", "")).isEqualTo(Judgement.NOT_FORWARDED);
    assertThat(judge(expecting(Phase.REQUEST, false, List.of("payment.card")), "x", ""))
        .isEqualTo(Judgement.NOT_REDACTED);
  }

  @Test
  void an_answer_is_judged_by_its_decisions_and_by_what_the_caller_got() {
    entry("intent", decision("permit", "chat"))
        .outcome(decision("permit", "the-rule", "personal.email"));
    var canary = expecting(Phase.RESPONSE, false, List.of("personal.email"), "secret");

    assertThat(judge(canary, "x", "it is [masked]")).isEqualTo(Judgement.MET);
    assertThat(judge(canary, "x", "it is secret")).isEqualTo(Judgement.PASSED);
    assertThat(judge(canary, "x", "{\"content\":\"sec\"}\n{\"content\":\"ret\"}"))
        .isEqualTo(Judgement.PASSED);
  }

  @Test
  void a_tool_call_is_judged_by_its_step() {
    entry("intent", decision("permit", "chat"));
    var canary = expecting(Phase.TOOL, true, List.of());

    entry("outcome", Json.object().put("decisions", new Json.Arr(List.of())).build());
    assertThat(judge(canary, "x", "")).isEqualTo(Judgement.NOT_DECIDED);
    entry("step", decision("refuse", "the-rule"));
    assertThat(judge(canary, "x", "")).isEqualTo(Judgement.MET);
  }

  @Test
  void what_is_not_on_record_is_missed_whatever_was_answered() {
    var canary = expecting(Phase.REQUEST, true, List.of());

    assertThat(judge(canary, "", "refused")).isEqualTo(Judgement.NOT_RECORDED);
    assertThat(Judgement.of(canary, new Run(List.of(), List.of(), Optional.empty())))
        .isEqualTo(Judgement.NO_ANSWER);
    entry("intent", decision("refuse", "the-rule"));
    assertThat(judge(canary, "", "refused")).isEqualTo(Judgement.UNFINISHED);
  }
}
