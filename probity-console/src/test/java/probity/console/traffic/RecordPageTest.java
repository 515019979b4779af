package probity.console.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import probity.console.Tone;

/// A record's page, as a value.
class RecordPageTest {
  @Test
  void the_summary_says_what_became_of_request_tools_and_answer() {
    var page = RecordTeller.page(Kept.record());

    assertThat(page.summary())
        .isEqualTo(
            "“support-bot” asked on route “chat”; the request was permitted by “all-may”. 1 tool"
                + " call of the model was refused. The answer, or the rest of it, was kept from the"
                + " caller.");
    assertThat(page.tone()).isEqualTo(Tone.BAD);
    assertThat(page.decisions())
        .extracting(RecordPage.Decision::on, RecordPage.Decision::verdict)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Request", "permitted"),
            org.assertj.core.groups.Tuple.tuple("Tool call, lookup_order", "permitted"),
            org.assertj.core.groups.Tuple.tuple("Tool call, cancel_order", "refused"));
  }

  @Test
  void each_rule_that_decided_stands_with_its_requirement_as_the_bundle_has_it() {
    var rules = RecordTeller.page(Kept.record()).rules();

    assertThat(rules)
        .extracting(RecordPage.RuleText::id)
        .containsExactly("all-may", "tools-may", "cancel-by-people");
    var rule = rules.getLast();
    assertThat(rule.requirement()).isEqualTo("People decide on what concerns people.");
    assertThat(rule.when()).isEqualTo("tool == 'cancel_order'");
    assertThat(rule.then()).isEqualTo("hold until queue “desk” grants it");
    assertThat(rule.path())
        .isEqualTo("/bundles/" + Kept.bundle().digest().hex() + "#rule-cancel-by-people");
  }

  @Test
  void a_rule_that_could_not_be_evaluated_is_not_among_those_that_decided() {
    var page =
        RecordTeller.page(
            new Recorded(
                "01M8DKMYXPBZE9N3621NEF5K0P",
                List.of(Kept.intentWithFailed("cancel-by-people")),
                Optional.of(Kept.bundle()),
                List.of()));

    assertThat(page.rules()).extracting(RecordPage.RuleText::id).containsExactly("all-may");
    assertThat(page.failed())
        .extracting(RecordPage.RuleText::id)
        .containsExactly("cancel-by-people");
  }

  @Test
  void everything_leads_to_the_entry_that_proves_it() {
    var page = RecordTeller.page(Kept.record());
    var known = Kept.entries().stream().map(Proven::path).toList();

    assertThat(known).containsAll(page.decisions().stream().map(one -> one.entry()).toList());
    assertThat(known).containsAll(page.facts().stream().map(one -> one.entry()).toList());
    assertThat(known).containsAll(page.obligations().stream().map(one -> one.entry()).toList());
    assertThat(known).containsAll(page.withheld().stream().map(one -> one.entry()).toList());
    assertThat(page.intent()).isEqualTo(known.getFirst());
    assertThat(page.outcomeEntry()).contains(known.getLast());
  }

  @Test
  void without_its_bundle_and_outcome_a_record_still_has_a_page() {
    var page =
        RecordTeller.page(
            new Recorded(
                "01M8DKMYXPBZE9N3621NEF5K0P", List.of(Kept.entry(0)), Optional.empty(), List.of()));

    assertThat(page.summary()).endsWith("No outcome is published yet.");
    assertThat(page.unread()).contains("only the ids of rules");
    assertThat(page.rules()).extracting(RecordPage.RuleText::id).containsExactly("all-may");
    assertThat(page.outcomeEntry()).isEmpty();
  }

  @Test
  void facts_that_say_nothing_are_named_and_not_listed() {
    var request = RecordTeller.page(Kept.record()).facts().getFirst();

    assertThat(request.facts())
        .contains(new RecordPage.Pair("tools", "lookup_order, cancel_order", ""));
    assertThat(request.facts()).noneMatch(fact -> fact.value().isEmpty());
    assertThat(request.silent()).contains("fault", "labels", "stream");
  }
}
