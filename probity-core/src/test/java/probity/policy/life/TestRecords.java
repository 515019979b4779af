package probity.policy.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.UtcTime;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;
import probity.ledger.statement.PersonStatement;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.policy.diff.DiffWidening;

/// A log `records` in memory, and a clock that moves when it is told to.
final class TestRecords {
  static final String LOG = "probity.example/test/records";
  static final TestPerson AUTHOR = TestPerson.named("a.author");
  static final TestPerson APPROVER = TestPerson.named("an.approver");
  static final TestPerson SECOND = TestPerson.named("second.approver");

  private static final Set<String> LABELS = Set.of("personal.email");
  private static final TestPerson GATEWAY =
      TestPerson.named(LOG + "/gateway/01kaxy4m9r0000000000000000");

  final List<Entry> entries = new ArrayList<>();
  long now = Times.millis("2026-11-25T09:00:00.000Z");

  /// With an author and two approvers, of whom nobody signed for another.
  static TestRecords founded() {
    var records = new TestRecords();
    records.found(AUTHOR, Roles.AUTHOR);
    records.found(APPROVER, Roles.APPROVER);
    records.found(SECOND, Roles.APPROVER);
    return records;
  }

  /// With the first bundle in force, which both signed.
  static TestRecords running() {
    var records = founded();
    records.taken(records.statement(bundle("1"), Kind.NORMAL), bundle("1"), AUTHOR, APPROVER);
    records.pass(Duration.ofDays(1));
    return records;
  }

  void pass(Duration time) {
    now += time.toMillis();
  }

  Timeline timeline() {
    return Timeline.of(LOG, entries);
  }

  /// The version in force now, `none` where there is none.
  String inForce() {
    return inForce(now);
  }

  String inForce(long millis) {
    return timeline().at(millis).map(stage -> stage.ref().version()).orElse("none");
  }

  Entry add(String kind, Json.Obj body) {
    long seq = entries.size();
    var whole =
        Json.object()
            .putAll(body)
            .put("v", 1)
            .put("log", LOG)
            .put("series", GATEWAY.name())
            .put("seq", seq)
            .put("prev", seq == 0 ? "" : entries.getLast().leaf().hex())
            .put("time", UtcTime.text(now))
            .put("skew", 0)
            .put("kind", kind)
            .build();
    var entry = Entry.parse(Note.sign(Entry.text(whole), GATEWAY)).orThrow();
    entries.add(entry);
    return entry;
  }

  PersonStatement person(TestPerson person, boolean active, String... roles) {
    String replaces =
        timeline().people().named(person.name()).map(known -> known.leaf().hex()).orElse("");
    return new PersonStatement(
        LOG,
        person.name(),
        person.key().toString(),
        List.copyOf(new TreeSet<>(List.of(roles))),
        "",
        UtcTime.text(now),
        "",
        active,
        replaces);
  }

  void found(TestPerson person, String... roles) {
    var body = person(person, true, roles).members().put("approvals", List.of()).build();
    add("key", body);
  }

  List<String> objections(PersonStatement person, TestPerson... by) {
    var note = TestPerson.note(person.text(), by);
    return words(timeline().people().objections(LOG, person, note, now));
  }

  void enrol(PersonStatement person, TestPerson... by) {
    var note = TestPerson.note(person.text(), by);
    assertThat(timeline().people().objections(LOG, person, note, now)).isEmpty();
    add("key", person.members().put("approvals", timeline().lines(note, now)).build());
  }

  static Bundle bundle(String version) {
    return bundle(version, "");
  }

  /// A bundle that permits one thing; `rules` are further ones.
  static Bundle bundle(String version, String rules) {
    String main =
        """
        name: small
        version: %s
        labels: [personal.email]
        roles: [support]
        systems: [{id: assistant, assessment: 2026-03, risk_class: limited}]
        uses: [{id: answer, system: assistant}]
        retention: [{class: standard, days: 400}]
        routes: [{id: chat, path: /chat, format: openai.chat, provider: one, models: [m], use: answer, retention: standard}]
        """
            .formatted("v" + version);
    return read(main, RULE + rules);
  }

  static final String RULE =
      """
      - {id: support, requirement: R-1, controls: ["test:1"], owner: tester, risk: R-1, on: request,
         when: "'support' in roles", then: permit, tests: [{name: one, given: {roles: [support]}, expect: permit}, {name: other, given: {}, expect: none}]}
      """;

  static Bundle read(String main, String rules) {
    var files =
        List.of(
            new BundleFile("bundle.yaml", main),
            new BundleFile("requirements/all.yaml", REQUIREMENT),
            new BundleFile("rules/all.yaml", rules));
    return switch (Bundle.read(files, LABELS)) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new AssertionError(mistakes.getFirst().render());
    };
  }

  private static final String REQUIREMENT =
      """
      - {id: R-1, sentence: Only support asks., kind: functional, source: {from: decision, ref: the test}}
      """;

  /// What its author would say of a bundle now: in force at once, with all citations.
  BundleStatement statement(Bundle bundle, Kind kind) {
    return statement(bundle, kind, UtcTime.text(now));
  }

  BundleStatement statement(Bundle bundle, Kind kind, String inForce) {
    String replaces = timeline().at(now).map(stage -> stage.ref().digest().hex()).orElse("");
    return new BundleStatement(
        LOG,
        bundle.name(),
        bundle.version(),
        bundle.digest().hex(),
        kind,
        inForce,
        replaces,
        "C-1",
        "no");
  }

  Admission admission(BundleStatement statement, Bundle bundle, TestPerson... by) {
    return admission(statement, bundle.blob(), by);
  }

  Admission admission(BundleStatement statement, Bytes blob, TestPerson... by) {
    var proposal = new Proposal(blob, TestPerson.note(statement.text(), by), statement);
    return admission(proposal);
  }

  Admission admission(Proposal proposal) {
    return Admission.of(timeline(), proposal, now, loaded(), LABELS, new DiffWidening());
  }

  /// The blobs that were taken, as the ledger keeps them.
  private final List<Bundle> blobs = new ArrayList<>();

  private Optional<Bundle> loaded() {
    return timeline()
        .at(now)
        .flatMap(stage ->
            blobs.stream().filter(one -> one.digest().equals(stage.ref().digest())).findFirst());
  }

  /// The words of what speaks against it.
  List<String> refused(BundleStatement statement, Bundle bundle, TestPerson... by) {
    return words(admission(statement, bundle, by));
  }

  static List<String> words(Admission admission) {
    return switch (admission) {
      case Admission.Admitted _ -> List.of();
      case Admission.Refused(var objections) -> words(objections);
    };
  }

  static List<String> words(List<Objection> objections) {
    return objections.stream().map(Objection::word).toList();
  }

  Entry taken(BundleStatement statement, Bundle bundle, TestPerson... by) {
    return switch (admission(statement, bundle, by)) {
      case Admission.Refused(var objections) -> throw new AssertionError(objections.toString());
      case Admission.Admitted(var same, var body) -> {
        blobs.add(same);
        yield add("bundle", body);
      }
    };
  }

  /// Writes what the gateway would not: an entry as if everything were in order.
  Entry forced(BundleStatement statement, Note note, String until) {
    return add(
        "bundle",
        Json.object()
            .put("name", statement.name())
            .put("version", statement.version())
            .put("digest", statement.digest())
            .put("bytes", 1)
            .put("stage", "in-force")
            .put("in_force", statement.inForce())
            .put("until", until)
            .put("mode", statement.kind().word())
            .put("replaces", timeline().at(now).map(stage -> stage.leaf().hex()).orElse(""))
            .put("approvals", Signed.lines(note))
            .put("change", statement.change())
            .put("reassessment", statement.reassessment())
            .put("widens", false)
            .build());
  }

  /// All lines of a note, good or not.
  private static final class Signed {
    static List<String> lines(Note note) {
      return note.lines().stream()
          .map(line -> "— " + line.name() + " " + line.signature())
          .toList();
    }
  }

  void approve(Entry emergency, BundleStatement statement, TestPerson by) {
    var line = TestPerson.note(statement.text(), by).lines().getFirst();
    add(
        "approval",
        Json.object()
            .put("bundle", emergency.leaf().hex())
            .put("approvals", List.of("— " + line.name() + " " + line.signature()))
            .build());
  }

  static Hash digest(Bundle bundle) {
    return bundle.digest();
  }
}
