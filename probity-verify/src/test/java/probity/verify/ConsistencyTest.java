package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;

/// Whoever holds all keys writes entries that contradict each other: signed and included, and still
/// found.
class ConsistencyTest {
  @TempDir Path temp;
  private LedgerFixture ledger = LedgerFixture.unpublished(Path.of("unused"));

  @BeforeEach
  void begin() {
    ledger = LedgerFixture.unpublished(temp.resolve("ledger"));
  }

  private List<Fault> faults() {
    ledger.publish();
    return VerifierTest.verify(ledger.ledger, new Trust.Folder()).findings().stream()
        .map(Finding::fault)
        .toList();
  }

  /// An intent whose body is changed before it is signed.
  private void spoilt(UnaryOperator<Json.Obj> change) {
    String id = ledger.intent("gateway-1").id();
    ledger.traffic.append("gateway-1", "intent", ledger.intentMembers(id), change);
  }

  private static UnaryOperator<Json.Obj> with(String name, Json value) {
    return body -> {
      var builder = Json.object();
      body.members().forEach(m -> builder.put(m.name(), m.name().equals(name) ? value : m.value()));
      return builder.build();
    };
  }

  @Test
  void the_fixture_itself_is_right() {
    spoilt(body -> body);

    assertThat(faults()).isEmpty();
  }

  @Test
  void a_number_left_out_or_used_twice_is_a_broken_chain() {
    spoilt(with("seq", Json.of(9)));

    assertThat(faults()).containsExactly(Fault.BROKEN_CHAIN);
  }

  @Test
  void a_predecessor_of_another_series_is_a_broken_chain() {
    Hash other = ledger.heartbeat("gateway-2");
    spoilt(with("prev", Json.of(other.hex())));

    assertThat(faults()).containsExactly(Fault.BROKEN_CHAIN);
  }

  @Test
  void time_that_falls_is_a_broken_chain() {
    spoilt(with("time", Json.of("2026-11-25T08:59:59.999Z")));

    assertThat(faults()).contains(Fault.BROKEN_CHAIN);
  }

  @Test
  void a_skew_without_the_predecessors_time_is_a_broken_chain() {
    spoilt(with("skew", Json.of(5)));

    assertThat(faults()).containsExactly(Fault.BROKEN_CHAIN);
  }

  @Test
  void entries_of_two_series_may_change_places_but_those_of_one_may_not() {
    var first = ledger.intent("gateway-1");
    ledger.gap("gateway-2");
    var entries = ledger.traffic.entries;
    entries.add(entries.size() - 2, entries.removeLast());
    assertThat(faults()).isEmpty();

    ledger.outcome("gateway-1", first);
    entries.add(entries.size() - 2, entries.removeLast());
    assertThat(faults()).contains(Fault.BROKEN_CHAIN, Fault.INCONSISTENT);
  }

  @Test
  void an_entry_signed_by_another_key_of_the_same_name_is_found() {
    var stranger = TestKey.named(ledger.traffic.signer("gateway-1").key().name());
    ledger.intent("gateway-1");
    var good = Entry.parse(ledger.traffic.entries.removeLast()).orThrow();
    ledger.traffic.entries.add(Note.sign(Entry.text(good.body()), stranger));

    assertThat(faults()).containsExactly(Fault.UNKNOWN_KEY);
  }

  @Test
  void a_series_whose_first_entry_is_not_its_key_is_found() {
    ledger.traffic.begin("gateway-3");
    ledger.traffic.entries.removeLast();
    ledger.heartbeat("gateway-3");

    assertThat(faults()).contains(Fault.BROKEN_CHAIN, Fault.UNKNOWN_KEY);
  }

  @Test
  void a_second_genesis_is_found() {
    ledger.traffic.append(
        "gateway-2", "genesis", LedgerFixture.genesis(ledger.traffic, ledger.records.claim()));

    assertThat(faults()).containsExactly(Fault.INCONSISTENT);
  }

  @Test
  void a_second_outcome_of_an_intent_is_found() {
    var exchange = ledger.intent("gateway-1");
    ledger.outcome("gateway-1", exchange);
    ledger.outcome("gateway-2", exchange);

    assertThat(faults()).containsExactly(Fault.INCONSISTENT);
  }

  @Test
  void an_outcome_of_another_exchange_than_its_intent_is_found() {
    var one = ledger.intent("gateway-1");
    var other = ledger.intent("gateway-1");
    ledger.outcome("gateway-1", new LedgerFixture.Exchange(other.id(), one.intent()));

    assertThat(faults()).containsExactly(Fault.INCONSISTENT);
  }

  @Test
  void a_step_before_its_intent_or_out_of_order_is_found() {
    var exchange = ledger.intent("gateway-1");
    ledger.step("gateway-1", exchange, 1);
    ledger.step("gateway-1", new LedgerFixture.Exchange(exchange.id(), Hash.of(new byte[0])), 0);

    assertThat(faults()).containsExactly(Fault.INCONSISTENT, Fault.INCONSISTENT);
  }

  @Test
  void a_member_that_is_absent_is_found() {
    spoilt(body -> {
      var builder = Json.object();
      body.members()
          .forEach(m -> {
            if (!m.name().equals("withheld")) builder.put(m.name(), m.value());
          });
      return builder.build();
    });

    assertThat(faults()).containsExactly(Fault.MALFORMED);
  }

  @Test
  void an_entry_of_another_log_is_found() {
    String other = "probity.example/acme/traffic-standard-2026h1";
    spoilt(body -> {
      var moved = with("log", Json.of(other)).apply(body);
      String series = body.text("series").orElseThrow();
      return with("series", Json.of(series.replace("2026h2", "2026h1"))).apply(moved);
    });

    assertThat(faults()).contains(Fault.MALFORMED);
  }

  @Test
  void a_bundle_that_no_entry_of_records_knows_is_found() {
    var unknown =
        Json.object()
            .put("name", "demo")
            .put("version", "1")
            .put("digest", Hash.of(LedgerFixture.BUNDLE).hex())
            .put("leaf", Hash.of(new byte[0]).hex())
            .build();
    spoilt(with("bundle", unknown));

    assertThat(faults()).containsExactly(Fault.INCONSISTENT);
  }

  @Test
  void an_entry_of_a_kind_that_belongs_to_the_other_logs_is_found() {
    ledger.records.append(
        "registrar", "intent", ledger.intentMembers(ledger.intent("gateway-1").id()));

    assertThat(faults()).containsExactly(Fault.INCONSISTENT);
  }

  @Test
  void records_put_back_whole_behind_what_traffic_saw_is_found() throws Exception {
    ledger.publish();
    LedgerFixture.copy(ledger.records.folder(), temp.resolve("older"));
    ledger.records.append(
        "registrar", "key", LogFixture.keyMembers("caller", TestKey.named("someone")));
    ledger.heartbeat("gateway-1");
    assertThat(faults()).isEmpty();

    Files.move(ledger.records.folder(), temp.resolve("newer"));
    Files.move(temp.resolve("older"), ledger.records.folder());
    var report = VerifierTest.verify(ledger.ledger, new Trust.Folder());

    assertThat(report.findings()).extracting(Finding::fault).containsExactly(Fault.ROLLED_BACK);
  }

  @Test
  void a_signature_line_added_to_the_checkpoint_is_found() throws Exception {
    ledger.publish();
    Path file = ledger.records.folder().resolve("checkpoint");
    byte[] note = Files.readAllBytes(file);
    byte[] text = ledger.records.checkpoint().text();
    Files.write(file, Note.addSignature(note, text, TestKey.named("witness.example")));

    var report = VerifierTest.verify(ledger.ledger, new Trust.Folder());

    assertThat(report.findings()).extracting(Finding::fault).containsExactly(Fault.UNKNOWN_KEY);
  }

  @Test
  void a_checkpoint_whose_size_has_a_second_form_is_found_though_it_is_signed() throws Exception {
    ledger.publish();
    Path file = ledger.records.folder().resolve("checkpoint");
    String text = new String(ledger.records.checkpoint().text(), StandardCharsets.UTF_8);
    for (String size : List.of("+5", "005", " 5")) {
      byte[] other = text.replace("\n5\n", "\n" + size + "\n").getBytes(StandardCharsets.UTF_8);
      Files.write(file, Note.sign(other, ledger.records.key()));

      var report = VerifierTest.verify(ledger.ledger, new Trust.Folder());

      assertThat(report.findings()).extracting(Finding::fault).contains(Fault.MALFORMED);
    }
  }

  @Test
  void a_policy_that_says_the_same_in_other_bytes_is_found() throws Exception {
    ledger.publish();
    Path file = ledger.records.folder().resolve("policy");
    Files.writeString(file, "# ours\n" + ledger.records.policy());

    var report = VerifierTest.verify(ledger.ledger, new Trust.Folder());

    assertThat(report.findings())
        .extracting(Finding::fault)
        .containsExactlyInAnyOrder(Fault.MALFORMED, Fault.CONTENT_MISMATCH);
  }
}
