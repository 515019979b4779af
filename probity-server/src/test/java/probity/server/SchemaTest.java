package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.ledger.Hash;
import probity.ledger.Json;

/// The published schema and the entries that the product makes agree. [Running#close] holds every
/// entry of every end-to-end test to the schema; here are the golden bodies, and entries that must
/// not pass.
class SchemaTest {
  private static final Path GOLDEN = Path.of("../probity-core/src/test/resources/evidence");

  private static Json.Builder common(String kind) {
    String log = "probity.example/e2e/traffic-standard-2026h2";
    return Json.object()
        .put("v", 1)
        .put("log", log)
        .put("series", log + "/gateway/01kaxy4m9r0000000000000000")
        .put("seq", 7)
        .put("prev", "0".repeat(64))
        .put("time", "2026-11-25T09:00:00.000Z")
        .put("skew", 0)
        .put("kind", kind);
  }

  private static Json.Obj golden(String file) throws IOException {
    return Json.parseCanonicalObject(Files.readString(GOLDEN.resolve(file)).strip()).orThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "intent, intent.json",
    "step, step.json",
    "outcome, outcome.json",
    "outcome, outcome-interrupted.json"
  })
  void golden_bodies_have_the_form_of_the_schema(String kind, String file) throws IOException {
    var entry = common(kind).putAll(golden(file)).build();

    assertThat(EntrySchema.faults(entry)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"intent, verdict", "step, tool", "outcome, ending", "outcome, decisions"})
  void an_entry_without_one_of_its_members_does_not_pass(String kind, String member)
      throws IOException {
    var entry = common(kind);
    golden(kind + ".json")
        .members()
        .forEach(each -> {
          if (!each.name().equals(member)) entry.put(each.name(), each.value());
        });

    assertThat(EntrySchema.faults(entry.build())).isNotEmpty();
  }

  private static Json.Builder anchor(String without) {
    var entry = common("anchor");
    var body =
        Json.object()
            .put(
                "checkpoint",
                Json.object()
                    .put("origin", "probity.example/e2e/records")
                    .put("size", 7)
                    .put("root", Hash.of(new byte[0]).base64())
                    .build())
            .put("note", "a".repeat(64))
            .put("note_bytes", 300)
            .put("timestamp", "b".repeat(64))
            .put("timestamp_bytes", 5000)
            .put("tsa", "outside")
            .build();
    for (Json.Member each : body.members()) {
      if (!each.name().equals(without)) entry.put(each.name(), each.value());
    }
    return entry;
  }

  private static Json.Obj act(String kind) {
    var entry =
        common(kind)
            .put("act", "01k0000000000000000000000x")
            .put(
                "withheld",
                new Json.Arr(
                    List.of(
                        Json.object()
                            .put("field", "title")
                            .put("digest", "d".repeat(43))
                            .build())));
    if (kind.equals("aims")) {
      entry
          .put("register", "risks")
          .put("record", "risk-7")
          .put("revision", 2)
          .put("base", "c".repeat(64))
          .put("change", "approved")
          .put("author", "a".repeat(32))
          .put("approver", "b".repeat(32))
          .put("role", "top-management")
          .put("authentication", "password-totp")
          .put("authenticated", "2026-11-25T09:00:00.000Z")
          .put("batch", "");
    } else {
      entry
          .put("key", "c".repeat(32))
          .put("what", "person")
          .put("requested", "a".repeat(32))
          .put("approved", "b".repeat(32))
          .put("requested_at", "2026-11-25T09:00:00.000Z");
    }
    return entry.build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "passkey", "sign-on", "token", "none"})
  void acts_say_how_their_person_was_known(String method) {
    assertThat(EntrySchema.faults(with(act("aims"), method))).isEmpty();
    assertThat(EntrySchema.faults(with(act("aims"), method + "s"))).isNotEmpty();
  }

  private static Json.Obj with(Json.Obj act, String method) {
    var other = Json.object().put("authentication", method);
    act.members().stream()
        .filter(member -> !member.name().equals("authentication"))
        .forEach(member -> other.put(member.name(), member.value()));
    return other.build();
  }

  @ParameterizedTest
  @CsvSource({"for, Anna", "mandate, delegation-1"})
  void an_act_names_for_whom_it_decides_by_pseudonym_and_by_entry(String member, String wrong) {
    var whole =
        Json.object()
            .putAll(act("aims"))
            .put("for", "c".repeat(32))
            .put("mandate", "d".repeat(64))
            .build();
    var spoilt = Json.object();
    whole
        .members()
        .forEach(one ->
            spoilt.put(one.name(), one.name().equals(member) ? Json.of(wrong) : one.value()));

    assertThat(EntrySchema.faults(whole)).isEmpty();
    assertThat(EntrySchema.faults(spoilt.build())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aims", "erasure"})
  void acts_have_the_form_of_the_schema_and_every_member(String kind) {
    var whole = act(kind);
    var members =
        whole.members().stream()
            .map(Json.Member::name)
            .filter(name -> common(kind).build().get(name).isEmpty())
            .toList();

    assertThat(EntrySchema.faults(whole)).isEmpty();
    assertThat(members)
        .hasSizeGreaterThan(6)
        .allSatisfy(name -> {
          var without = Json.object();
          whole.members().stream()
              .filter(member -> !member.name().equals(name))
              .forEach(member -> without.put(member.name(), member.value()));
          assertThat(EntrySchema.faults(without.build())).isNotEmpty();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "aims, record, Risk 7",
    "aims, act, 01K0000000000000000000000X",
    "aims, change, wished",
    "aims, authentication, asked",
    "aims, author, Anna",
    "erasure, key, ''",
    "erasure, approved, ''",
    "erasure, what, everything"
  })
  void an_act_with_another_form_does_not_pass(String kind, String member, String value) {
    var entry = Json.object();
    for (Json.Member each : act(kind).members()) {
      entry.put(each.name(), each.name().equals(member) ? Json.of(value) : each.value());
    }

    assertThat(EntrySchema.faults(entry.build())).isNotEmpty();
  }

  @Test
  void an_anchor_has_the_form_of_the_schema() {
    assertThat(EntrySchema.faults(anchor("").build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"checkpoint", "note", "note_bytes", "timestamp", "timestamp_bytes", "tsa"})
  void an_anchor_without_one_of_its_members_does_not_pass(String member) {
    assertThat(EntrySchema.faults(anchor(member).build())).isNotEmpty();
  }
}
