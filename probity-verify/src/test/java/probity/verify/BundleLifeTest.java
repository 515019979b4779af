package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.UtcTime;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;
import probity.ledger.statement.PersonStatement;

/// Who signed bundles, and when they were in force, from the folder alone: whoever holds all keys
/// of the ledger and none of the people's is found out.
class BundleLifeTest {
  private static final TestKey AUTHOR = TestKey.named("a.author");
  private static final TestKey APPROVER = TestKey.named("an.approver");
  private static final TestKey STRANGER = TestKey.named("stranger");
  private static final String DIGEST = Hash.of(LedgerFixture.BUNDLE).hex();

  @TempDir Path temp;
  private LedgerFixture ledger = LedgerFixture.unpublished(Path.of("unused"));

  @BeforeEach
  void begin() {
    ledger = LedgerFixture.unpublished(temp.resolve("ledger"));
    ledger.records.pass(Duration.ofSeconds(1));
    String from = ledger.records.time();
    person(AUTHOR, from, "author");
    person(APPROVER, from, "approver");
  }

  private void person(TestKey person, String from, String role, TestKey... by) {
    var statement =
        new PersonStatement(
            ledger.records.origin(),
            person.key().name(),
            person.key().toString(),
            List.of(role),
            "",
            from,
            "",
            true,
            "");
    var lines = by.length == 0 ? List.<String>of() : lines(statement.text(), by);
    var members = statement.members().put("approvals", lines).build();
    ledger.records.append("registrar", "key", members);
  }

  private static List<String> lines(String text, TestKey... by) {
    return Stream.of(by)
        .map(key ->
            new String(
                    Note.sign(text.getBytes(StandardCharsets.UTF_8), key), StandardCharsets.UTF_8)
                .substring(text.length() + 1)
                .strip())
        .toList();
  }

  private BundleStatement statement(Kind kind, String inForce) {
    return new BundleStatement(
        ledger.records.origin(), "demo", "1", DIGEST, kind, inForce, DIGEST, "C-1", "no");
  }

  private static Json.Obj members(
      BundleStatement statement, Hash replaces, String until, List<String> lines) {
    return Json.object()
        .put("name", statement.name())
        .put("version", statement.version())
        .put("digest", statement.digest())
        .put("bytes", LedgerFixture.BUNDLE.length)
        .put("stage", "in-force")
        .put("in_force", statement.inForce())
        .put("until", until)
        .put("mode", statement.kind().word())
        .put("replaces", replaces.hex())
        .put("approvals", lines)
        .put("change", statement.change())
        .put("reassessment", statement.reassessment())
        .put("widens", false)
        .build();
  }

  private Hash normal(TestKey... by) {
    var statement = statement(Kind.NORMAL, ledger.records.time());
    return ledger.bundle(members(statement, ledger.cited(), "", lines(statement.text(), by)));
  }

  private BundleStatement emergency(Duration length, TestKey by) {
    var statement = statement(Kind.EMERGENCY, ledger.records.time());
    String until =
        UtcTime.text(java.time.Instant.parse(statement.inForce()).plus(length).toEpochMilli());
    ledger.bundle(members(statement, ledger.cited(), until, lines(statement.text(), by)));
    return statement;
  }

  private void traffic() {
    ledger.outcome("gateway-1", ledger.intent("gateway-1"));
  }

  private Report report() {
    ledger.publish();
    return VerifierTest.verify(ledger.ledger, new Trust.Folder());
  }

  private void assertFound(String... words) {
    var report = report();
    assertThat(report.findings()).as("%s", report.lines()).isNotEmpty();
    assertThat(report.findings().getFirst().toString()).contains(words);
  }

  @Test
  void bundles_that_were_signed_as_they_must_be_are_right() {
    traffic();
    normal(AUTHOR, APPROVER);
    traffic();
    var before = ledger.cited();
    emergency(Duration.ofDays(3), AUTHOR);
    traffic();
    ledger.pass(Duration.ofHours(73));
    ledger.cite(before);
    traffic();

    var report = report();

    assertThat(report.findings()).isEmpty();
    assertThat(report.lines())
        .contains("  bundles  3: 1 signed by two people, 1 in an emergency by one, 1 by nobody");
  }

  @Test
  void an_approval_by_another_key_of_the_same_name_is_found() {
    normal(AUTHOR, TestKey.named("an.approver"));

    assertFound("UNKNOWN_KEY", "records/tile/entries", "an.approver");
  }

  @Test
  void an_approval_of_another_statement_is_found() {
    var statement = statement(Kind.NORMAL, ledger.records.time());
    var other = statement(Kind.NORMAL, "2026-11-25T09:00:00.000Z");
    var lines =
        List.of(
            lines(statement.text(), AUTHOR).getFirst(), lines(other.text(), APPROVER).getFirst());
    ledger.bundle(members(statement, ledger.cited(), "", lines));

    assertFound("BAD_SIGNATURE", "an.approver");
  }

  @Test
  void an_author_who_approves_is_found() {
    normal(AUTHOR, AUTHOR);

    assertFound("UNKNOWN_KEY");
  }

  @Test
  void a_half_signed_bundle_is_found() {
    normal(AUTHOR);

    assertFound("INCONSISTENT", "did not both sign");
  }

  @Test
  void a_signature_by_a_stranger_is_found() {
    normal(AUTHOR, STRANGER);

    assertFound("UNKNOWN_KEY", "stranger");
  }

  @Test
  void a_bundle_that_nobody_signed_is_found_once_people_are_enrolled() {
    var statement = statement(Kind.NORMAL, ledger.records.time());
    var members = members(statement, ledger.cited(), "", List.of());
    var unsigned = Json.object();
    members
        .members()
        .forEach(
            m -> unsigned.put(m.name(), m.name().equals("mode") ? Json.of("unsigned") : m.value()));
    ledger.bundle(unsigned.build());

    assertFound("INCONSISTENT", "nobody signed this bundle");
  }

  @Test
  void a_bundle_that_is_cited_after_its_emergency_ended_is_found() {
    emergency(Duration.ofDays(3), AUTHOR);
    traffic();
    ledger.pass(Duration.ofHours(73));
    traffic();

    assertFound("INCONSISTENT", LedgerFixture.TRAFFIC, "was not in force at this time");
  }

  @Test
  void an_emergency_of_more_than_72_hours_is_found() {
    emergency(Duration.ofHours(73), APPROVER);

    assertFound("INCONSISTENT", "does not end within 72 hours");
  }

  @Test
  void the_other_half_makes_an_emergency_last_and_comes_from_another() {
    var statement = emergency(Duration.ofDays(3), AUTHOR);
    ledger.records.append("registrar", "approval", approval(statement, APPROVER));
    ledger.pass(Duration.ofHours(100));
    traffic();

    assertThat(report().findings()).isEmpty();
  }

  @Test
  void the_same_half_twice_is_found() {
    var statement = emergency(Duration.ofDays(3), AUTHOR);
    ledger.records.append("registrar", "approval", approval(statement, AUTHOR));

    assertFound("INCONSISTENT", "is not the missing half");
  }

  private Json.Obj approval(BundleStatement statement, TestKey by) {
    return Json.object()
        .put("bundle", ledger.cited().hex())
        .put("approvals", lines(statement.text(), by))
        .build();
  }

  @Test
  void a_bundle_that_was_replaced_is_cited_no_longer() {
    var before = ledger.cited();
    normal(AUTHOR, APPROVER);
    ledger.pass(Duration.ofMinutes(2));
    ledger.cite(before);
    traffic();

    assertFound("INCONSISTENT", "was not in force at this time");
  }

  @Test
  void a_bundle_that_is_scheduled_is_not_cited_before() {
    var statement = statement(Kind.NORMAL, "2026-11-28T09:00:00.000Z");
    ledger.bundle(
        members(statement, ledger.cited(), "", lines(statement.text(), AUTHOR, APPROVER)));
    traffic();

    assertFound("INCONSISTENT", "was not in force at this time");
  }

  @Test
  void a_founder_added_later_is_found() {
    ledger.pass(Duration.ofMinutes(30));
    person(STRANGER, ledger.records.time(), "approver");

    assertFound("INCONSISTENT", "nobody signed for this person");
  }

  @Test
  void a_person_for_whom_the_wrong_one_signed_is_found() {
    person(STRANGER, ledger.records.time(), "approver", AUTHOR);

    assertFound("INCONSISTENT", "no other person who is an approver");
  }

  @Test
  void a_second_name_for_a_key_is_found() {
    person(AUTHOR.renamed("somebody"), ledger.records.time(), "approver", APPROVER);

    assertFound("INCONSISTENT", "one key is one person");
  }
}
