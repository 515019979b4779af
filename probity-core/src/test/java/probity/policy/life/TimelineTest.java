package probity.policy.life;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.policy.life.TestRecords.APPROVER;
import static probity.policy.life.TestRecords.AUTHOR;
import static probity.policy.life.TestRecords.SECOND;
import static probity.policy.life.TestRecords.bundle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;
import probity.policy.Bundle;
import probity.policy.Seeds;

/// Which bundle is in force when, and what keeps one from it.
class TimelineTest {
  private final TestRecords records = TestRecords.running();
  private final Bundle next = bundle("2");

  private BundleStatement normal() {
    return records.statement(next, Kind.NORMAL);
  }

  private BundleStatement emergency() {
    return records.statement(next, Kind.EMERGENCY);
  }

  /// The statement with another value in one line.
  private static BundleStatement with(BundleStatement statement, String line, String value) {
    String text = statement.text().replaceFirst("(?m)^" + line + " .*$", line + " " + value);
    return BundleStatement.parse(text).orThrow();
  }

  private void unchanged() {
    assertThat(records.inForce()).isEqualTo("v1");
    records.pass(Duration.ofDays(200));
    assertThat(records.inForce()).isEqualTo("v1");
  }

  @Test
  void two_people_bring_a_bundle_into_force() {
    records.taken(normal(), next, AUTHOR, APPROVER);

    assertThat(records.inForce()).isEqualTo("v2");
    assertThat(records.timeline().ineffective(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void one_that_is_scheduled_waits_for_its_time() {
    long then = records.now + Duration.ofDays(3).toMillis();

    records.taken(records.statement(next, Kind.NORMAL, UtcTime.text(then)), next, AUTHOR, APPROVER);

    assertThat(records.inForce()).isEqualTo("v1");
    assertThat(records.timeline().scheduled(records.now)).hasSize(1);
    assertThat(records.inForce(then - 1)).isEqualTo("v1");
    assertThat(records.inForce(then)).isEqualTo("v2");
  }

  @Test
  void a_bundle_that_nobody_signed_is_refused() {
    var stranger = TestPerson.named("stranger");

    assertThat(records.refused(normal(), next, stranger)).contains("unsigned", "unknown-signer");
    records.forced(normal(), TestPerson.note(normal().text(), stranger), "");
    unchanged();
  }

  @Test
  void a_half_signed_bundle_is_refused() {
    assertThat(records.refused(normal(), next, AUTHOR)).containsExactly("half-signed");
    assertThat(records.refused(normal(), next, APPROVER)).containsExactly("half-signed");
    records.forced(normal(), TestPerson.note(normal().text(), AUTHOR), "");
    unchanged();
  }

  @Test
  void an_author_who_approves_too_is_refused() {
    records.enrol(records.person(AUTHOR, true, Roles.AUTHOR, Roles.APPROVER), APPROVER);

    assertThat(records.refused(normal(), next, AUTHOR, AUTHOR)).contains("same-person");
    records.forced(normal(), TestPerson.note(normal().text(), AUTHOR, AUTHOR), "");
    unchanged();
  }

  @Test
  void two_who_approve_and_no_author_are_refused() {
    assertThat(records.refused(normal(), next, APPROVER, SECOND)).containsExactly("role");
    records.forced(normal(), TestPerson.note(normal().text(), APPROVER, SECOND), "");
    unchanged();
  }

  @Test
  void a_signature_over_another_statement_is_refused() {
    var other = TestPerson.note(with(normal(), "change", "C-2").text(), APPROVER);
    var mine = TestPerson.note(normal().text(), AUTHOR);
    var swapped =
        new probity.ledger.Note(
            mine.text(), List.of(mine.lines().getFirst(), other.lines().getFirst()));

    assertThat(TestRecords.words(records.admission(new Proposal(next.blob(), swapped, normal()))))
        .contains("bad-signature");
    records.forced(normal(), swapped, "");
    unchanged();
  }

  @Test
  void a_tampered_bundle_is_refused() {
    var tampered = bundle("2", more());

    var words = TestRecords.words(records.admission(normal(), tampered.blob(), AUTHOR, APPROVER));

    assertThat(words).contains("digest");
  }

  @Test
  void a_wrong_bundle_is_refused_with_its_mistakes() {
    var wrong = Bytes.utf8(next.blob().utf8().replace("'support' in roles", "'suport' in roles"));
    var statement = with(normal(), "digest", probity.ledger.Hash.of(wrong.array()).hex());

    var admission = records.admission(statement, wrong, AUTHOR, APPROVER);

    assertThat(TestRecords.words(admission)).containsExactly("mistakes");
    assertThat(admission.toString()).contains("`suport`");
  }

  @Test
  void a_bundle_whose_own_tests_fail_is_refused() {
    var wrong =
        Bytes.utf8(
            next.blob()
                .utf8()
                .replace("expect: permit", "expect: none")
                .replace("given: {}, expect: none", "given: {}, expect: permit"));
    var statement = with(normal(), "digest", probity.ledger.Hash.of(wrong.array()).hex());

    assertThat(TestRecords.words(records.admission(statement, wrong, AUTHOR, APPROVER)))
        .containsExactly("tests");
  }

  @Test
  void an_expired_bundle_is_refused() {
    var statement = normal();
    records.pass(Times.LATE_MAX.plusSeconds(1));

    assertThat(records.refused(statement, next, AUTHOR, APPROVER)).containsExactly("expired");
    records.forced(statement, TestPerson.note(statement.text(), AUTHOR, APPROVER), "");
    unchanged();
  }

  @Test
  void a_time_too_far_ahead_is_refused() {
    var far = UtcTime.text(records.now + Duration.ofDays(91).toMillis());

    assertThat(records.refused(records.statement(next, Kind.NORMAL, far), next, AUTHOR, APPROVER))
        .containsExactly("too-far");
  }

  @Test
  void a_stale_proposal_is_refused() {
    var statement = normal();
    records.taken(records.statement(bundle("3"), Kind.NORMAL), bundle("3"), AUTHOR, APPROVER);

    assertThat(records.refused(statement, next, AUTHOR, APPROVER)).containsExactly("stale");
    assertThat(records.inForce()).isEqualTo("v3");
  }

  @Test
  void a_statement_for_another_ledger_is_refused() {
    var other = with(normal(), "log", "probity.example/other/records");

    assertThat(records.refused(other, next, AUTHOR, APPROVER)).contains("log");
  }

  @Test
  void a_version_that_another_bundle_had_is_refused() {
    var again = bundle("1", more());

    assertThat(records.refused(records.statement(again, Kind.NORMAL), again, AUTHOR, APPROVER))
        .containsExactly("version");
  }

  @Test
  void a_downgrade_is_refused_unless_it_says_that_it_is_a_rollback() {
    records.taken(normal(), next, AUTHOR, APPROVER);
    var first = bundle("1");

    assertThat(records.refused(records.statement(first, Kind.NORMAL), first, AUTHOR, APPROVER))
        .containsExactly("downgrade");
    var forced = records.statement(first, Kind.NORMAL);
    records.forced(forced, TestPerson.note(forced.text(), AUTHOR, APPROVER), "");
    assertThat(records.inForce()).isEqualTo("v2");

    records.taken(records.statement(first, Kind.ROLLBACK), first, AUTHOR, APPROVER);
    assertThat(records.inForce()).isEqualTo("v1");
  }

  @Test
  void a_rollback_to_what_was_never_in_force_is_refused() {
    assertThat(records.refused(records.statement(next, Kind.ROLLBACK), next, AUTHOR, APPROVER))
        .containsExactly("rollback");
  }

  @Test
  void a_rollback_to_what_is_in_force_withdraws_what_is_scheduled() {
    long then = records.now + Duration.ofDays(3).toMillis();
    records.taken(records.statement(next, Kind.NORMAL, UtcTime.text(then)), next, AUTHOR, APPROVER);

    records.taken(records.statement(bundle("1"), Kind.ROLLBACK), bundle("1"), AUTHOR, APPROVER);

    assertThat(records.inForce(then + 1)).isEqualTo("v1");
    assertThat(records.timeline().ineffective(then).getFirst().objections().getFirst().word())
        .isEqualTo("overtaken");
  }

  @Test
  void what_allows_more_must_cite_a_change_and_a_word_on_reassessment() {
    var wider = bundle("2", more());
    var statement = records.statement(wider, Kind.NORMAL);

    assertThat(records.refused(with(statement, "change", "-"), wider, AUTHOR, APPROVER))
        .containsExactly("change");
    assertThat(records.refused(with(statement, "reassessment", "-"), wider, AUTHOR, APPROVER))
        .containsExactly("change");
    assertThat(records.refused(statement, wider, AUTHOR, APPROVER)).isEmpty();
    assertThat(
            records.refused(
                with(with(normal(), "change", "-"), "reassessment", "-"), next, AUTHOR, APPROVER))
        .as("another version alone allows nothing more")
        .isEmpty();
  }

  @Test
  void an_emergency_change_ends_after_72_hours_and_the_bundle_before_returns() {
    records.taken(emergency(), next, AUTHOR);
    long end = records.now + Duration.ofDays(3).toMillis();

    assertThat(records.inForce()).isEqualTo("v2");
    assertThat(records.inForce(end - 1)).isEqualTo("v2");
    assertThat(records.inForce(end)).isEqualTo("v1");
  }

  @Test
  void the_other_half_makes_an_emergency_change_last() {
    var statement = emergency();
    var entry = records.taken(statement, next, AUTHOR);
    records.pass(Duration.ofHours(71));

    records.approve(entry, statement, APPROVER);

    records.pass(Duration.ofDays(100));
    assertThat(records.inForce()).isEqualTo("v2");
  }

  @Test
  void the_other_half_that_comes_too_late_changes_nothing() {
    var statement = emergency();
    var entry = records.taken(statement, next, AUTHOR);
    records.pass(Duration.ofDays(3));

    records.approve(entry, statement, APPROVER);

    assertThat(records.inForce()).isEqualTo("v1");
  }

  @Test
  void the_same_half_twice_is_no_other_half() {
    var statement = emergency();
    var entry = records.taken(statement, next, APPROVER);

    records.approve(entry, statement, APPROVER);
    records.approve(entry, statement, SECOND);

    records.pass(Duration.ofDays(3));
    assertThat(records.inForce()).isEqualTo("v1");
  }

  @Test
  void an_emergency_change_where_nothing_was_before_ends_in_nothing() {
    var first = TestRecords.founded();
    first.taken(first.statement(next, Kind.EMERGENCY), next, APPROVER);

    assertThat(first.inForce()).isEqualTo("v2");
    first.pass(Duration.ofDays(3));

    assertThat(first.inForce()).isEqualTo("none");
    assertThat(first.timeline().newest(first.now).orElseThrow().why())
        .contains("ended without its other half", "no bundle was before it");
  }

  @Test
  void a_second_emergency_change_ends_with_the_first() {
    records.taken(emergency(), next, AUTHOR);
    long end = records.now + Duration.ofDays(3).toMillis();
    records.pass(Duration.ofHours(70));

    records.taken(records.statement(bundle("3"), Kind.EMERGENCY), bundle("3"), APPROVER);

    assertThat(records.inForce()).isEqualTo("v3");
    assertThat(records.inForce(end)).isEqualTo("v1");
  }

  @Test
  void after_an_emergency_change_that_ended_the_next_change_needs_two() {
    records.taken(emergency(), next, AUTHOR);
    records.pass(Duration.ofHours(73));
    var third = bundle("3");

    assertThat(records.refused(records.statement(third, Kind.EMERGENCY), third, AUTHOR))
        .containsExactly("emergency-again");
    records.taken(records.statement(next, Kind.NORMAL), next, AUTHOR, APPROVER);
    assertThat(records.inForce()).isEqualTo("v2");
    assertThat(records.refused(records.statement(third, Kind.EMERGENCY), third, AUTHOR)).isEmpty();
  }

  @Test
  void an_end_later_than_72_hours_is_refused() {
    var statement = emergency();
    records.forced(
        statement,
        TestPerson.note(statement.text(), AUTHOR),
        UtcTime.text(records.now + Duration.ofHours(73).toMillis()));
    records.forced(statement, TestPerson.note(statement.text(), AUTHOR), "");

    unchanged();
  }

  @Test
  void a_bundle_signed_by_two_in_place_of_an_emergency_one_stays() {
    records.taken(emergency(), next, AUTHOR);
    records.pass(Duration.ofHours(10));
    records.taken(records.statement(bundle("3"), Kind.NORMAL), bundle("3"), AUTHOR, APPROVER);

    records.pass(Duration.ofDays(10));

    assertThat(records.inForce()).isEqualTo("v3");
  }

  @Test
  void people_who_were_revoked_sign_no_more() {
    records.enrol(records.person(APPROVER, false, Roles.APPROVER), SECOND);

    assertThat(records.refused(normal(), next, AUTHOR, APPROVER))
        .contains("not-enrolled", "half-signed");
    assertThat(records.refused(normal(), next, AUTHOR, SECOND)).isEmpty();
  }

  @Test
  void what_a_person_signed_before_being_revoked_stays() {
    records.taken(normal(), next, AUTHOR, APPROVER);
    records.pass(Duration.ofMinutes(1));
    records.enrol(records.person(APPROVER, false, Roles.APPROVER), SECOND);

    assertThat(records.inForce()).isEqualTo("v2");
  }

  @Test
  void nobody_signs_for_themselves() {
    var fresh = TestPerson.named("fresh");

    assertThat(records.objections(records.person(fresh, true, Roles.APPROVER), fresh))
        .contains("unsigned");
    assertThat(records.objections(records.person(APPROVER, true, "safety-board"), APPROVER))
        .contains("unsigned");
    assertThat(records.objections(records.person(fresh, true, Roles.AUTHOR), AUTHOR))
        .as("an author is no approver")
        .contains("unsigned");
  }

  @Test
  void two_names_with_one_key_are_one_person() {
    assertThat(records.objections(records.person(AUTHOR.renamed("b"), true, "x"), APPROVER))
        .containsExactly("same-person");
  }

  @Test
  void a_key_that_was_given_up_does_not_come_back() {
    records.enrol(records.person(SECOND, false, Roles.APPROVER), APPROVER);

    assertThat(records.objections(records.person(SECOND, true, Roles.APPROVER), APPROVER))
        .containsExactly("key");
    assertThat(
            records.objections(records.person(SECOND.renamed("b"), true, Roles.APPROVER), APPROVER))
        .containsExactly("same-person");
  }

  @Test
  void a_statement_about_a_person_holds_once_and_for_ten_minutes() {
    var fresh = TestPerson.named("fresh");
    var statement = records.person(fresh, true, Roles.AUTHOR);
    records.enrol(statement, APPROVER);

    assertThat(records.objections(statement, APPROVER)).containsExactly("stale");
    var other = records.person(TestPerson.named("other"), true, Roles.AUTHOR);
    records.pass(Duration.ofMinutes(11));
    assertThat(records.objections(other, APPROVER)).containsExactly("late");
  }

  @Test
  void the_last_who_could_sign_cannot_be_revoked() {
    assertThat(records.objections(records.person(AUTHOR, false, Roles.AUTHOR), APPROVER))
        .containsExactly("last");
  }

  @Test
  void a_founder_who_is_added_later_counts_for_nothing() {
    var late = TestPerson.named("late");
    records.found(late, Roles.AUTHOR, Roles.APPROVER);

    assertThat(records.timeline().people().named("late")).isEmpty();
  }

  @Test
  void a_bundle_that_nobody_signed_is_in_force_only_while_nobody_is_enrolled() {
    var fresh = new TestRecords();
    unsigned(fresh, bundle("1"));
    assertThat(fresh.inForce()).isEqualTo("v1");
    fresh.found(AUTHOR, Roles.AUTHOR);
    fresh.found(APPROVER, Roles.APPROVER);

    unsigned(fresh, bundle("2"));

    assertThat(fresh.inForce()).isEqualTo("v1");
    assertThat(
            fresh.refused(fresh.statement(bundle("1"), Kind.NORMAL), bundle("1"), AUTHOR, APPROVER))
        .as("what nobody signed can be signed")
        .isEmpty();
  }

  private static void unsigned(TestRecords records, Bundle bundle) {
    records.add(
        "bundle",
        Json.object()
            .put("name", bundle.name())
            .put("version", bundle.version())
            .put("digest", bundle.digest().hex())
            .put("in_force", UtcTime.text(records.now))
            .put("replaces", records.timeline().at(records.now).map(s -> s.leaf().hex()).orElse(""))
            .put("approvals", List.of())
            .build());
  }

  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "EMERGENCY", "ROLLBACK"})
  void a_statement_is_made_again_from_its_entry(Kind kind) {
    var statement = records.statement(next, kind);
    var entry = records.forced(statement, TestPerson.note(statement.text(), AUTHOR, APPROVER), "");

    assertThat(BundleStatement.of(TestRecords.LOG, entry.body(), statement.replaces()))
        .contains(statement);
  }

  /// Whatever happens in whatever order: at every moment what is in force was signed by two, or is
  /// an emergency change that has not ended; and what was true once stays true.
  @Test
  void no_history_brings_less_than_two_signatures_into_force_for_long() {
    Seeds.check(
        60,
        random -> {
          var history = TestRecords.running();
          int version = 2;
          var seen = new ArrayList<Optional<String>>();
          var times = new ArrayList<Long>();
          for (int step = 0; step < 12; step++) {
            history.pass(Duration.ofHours(1 + random.nextInt(60)));
            var kind = random.nextInt(3) == 0 ? Kind.EMERGENCY : Kind.NORMAL;
            var some = bundle(Integer.toString(version++));
            long from = history.now + Duration.ofHours(random.nextInt(3) * 20L).toMillis();
            var statement = history.statement(some, kind, UtcTime.text(from));
            var by =
                switch (random.nextInt(4)) {
                  case 0 -> new TestPerson[] {AUTHOR};
                  case 1 -> new TestPerson[] {APPROVER, SECOND};
                  default -> new TestPerson[] {AUTHOR, APPROVER};
                };
            history.forced(
                statement,
                TestPerson.note(statement.text(), by),
                random.nextBoolean() ? "" : UtcTime.text(from + Times.EMERGENCY.toMillis()));
            seen.add(history.timeline().at(history.now).map(stage -> stage.ref().version()));
            times.add(history.now);
          }
          var line = history.timeline();
          for (int i = 0; i < times.size(); i++) {
            assertThat(line.at(times.get(i)).map(stage -> stage.ref().version()))
                .as("at " + i)
                .isEqualTo(seen.get(i));
          }
          for (Timeline.Change change : line.changes()) {
            var stage = change.stage().orElseThrow();
            boolean two = stage.signers().containsAll(two(line));
            assertThat(two || stage.kind() == Kind.EMERGENCY).isTrue();
            if (!two) {
              assertThat(line.at(stage.startMillis() + Times.EMERGENCY.toMillis()))
                  .isNotEqualTo(Optional.of(stage));
            }
          }
        });
  }

  private static List<Person> two(Timeline line) {
    return List.of(
        line.people().named(AUTHOR.name()).orElseThrow(),
        line.people().named(APPROVER.name()).orElseThrow());
  }

  /// A rule that permits what no other does.
  private static String more() {
    return TestRecords.RULE
        .replace("id: support", "id: more")
        .replace("'support' in roles", "size(roles) > 0");
  }
}
