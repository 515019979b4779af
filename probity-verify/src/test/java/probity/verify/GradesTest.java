package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Fault;
import probity.ledger.Json;
import probity.ledger.KeyType;
import probity.ledger.TrustPolicy;

/// What witnesses, authorities and trust files add to a ledger that is right.
class GradesTest {
  private static final Options STILL = Options.DEFAULT.patience(Patience.NONE);
  private static final Instant TIME = Instant.parse("2026-11-25T11:00:00Z");

  @TempDir Path temp;

  private static Report verify(LedgerFixture ledger, Trust trust, Options options) {
    return new Verifier(trust, options).verify(ledger.ledger);
  }

  private static Trust trust(LedgerFixture ledger) throws Exception {
    return VerifierTest.keys(ledger.trust());
  }

  private static Required required(String words) {
    return Required.parse(words).orElseThrow();
  }

  private static TimestampChecker answering(TimestampChecker.Result result) {
    return (_, _) -> result;
  }

  @Test
  void witnesses_of_the_trust_file_count_and_those_of_the_folder_are_marked() throws Exception {
    var ledger = TamperLedgers.base(temp);

    var named = verify(ledger, trust(ledger), STILL);
    var own = verify(ledger, new Trust.Folder(), STILL);

    assertThat(named.lines())
        .contains("  grades   signed, chained, included; witnessed 2 of 2 to entry 9; unanchored");
    assertThat(own.lines())
        .contains(
            "  grades   signed, chained, included; witnessed 2 of 2 to entry 9, witnesses named by"
                + " the folder itself; unanchored; self-asserted")
        .anyMatch(line -> line.startsWith("not proven: that the witnesses are independent"));
  }

  @Test
  void where_the_trust_file_names_other_witnesses_those_of_the_folder_count_for_nothing()
      throws Exception {
    var ledger = TamperLedgers.base(temp);
    var own = TrustPolicy.parse(ledger.records.policy()).orThrow();
    var stranger = TestKey.fresh(KeyType.ML_DSA_44, "witness.example/three").key();
    var other = new TrustPolicy.Witness("three", stranger);
    var both = new ArrayList<>(own.witnesses());
    both.add(other);

    var none = new TrustPolicy(own.logs(), List.of(other), List.of(), "three");
    var some = new TrustPolicy(own.logs(), both, List.of(), own.witnesses().getFirst().name());

    assertThat(verify(ledger, new Trust.Keys(none), STILL).summary()).doesNotContain("witnessed");
    assertThat(verify(ledger, new Trust.Keys(some), STILL).lines())
        .anyMatch(line -> line.contains("witnessed 2 of 3 to entry 9; "));
  }

  @Test
  void a_grade_that_was_asked_for_and_that_entries_lack_is_a_finding() throws Exception {
    var ledger = TamperLedgers.base(temp);

    var lacking =
        verify(ledger, trust(ledger), STILL.requiring(required("witnessed:2,timestamped")));
    var trusted = verify(ledger, trust(ledger), STILL.requiring(required("trusted")));
    var untrusted = verify(ledger, new Trust.Folder(), STILL.requiring(required("trusted")));

    assertThat(lacking.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "BELOW_GRADE probity.example/acme/records: 7 of 7 entries are not timestamped",
            "BELOW_GRADE probity.example/acme/traffic-standard-2026h2: 2 of 12 entries are not"
                + " witnessed by 2 or more",
            "BELOW_GRADE probity.example/acme/traffic-standard-2026h2: 12 of 12 entries are not"
                + " timestamped");
    assertThat(trusted.verified()).isTrue();
    assertThat(untrusted.findings())
        .extracting(Finding::fault)
        .containsExactly(Fault.BELOW_GRADE, Fault.BELOW_GRADE);
    assertThat(Required.parse("witnessed:0")).isEmpty();
    assertThat(Required.parse("signed")).isEmpty();
    assertThat(Required.parse("")).isEmpty();
  }

  @Test
  void the_grades_of_each_entry_are_ranges() throws Exception {
    var ledger = TamperLedgers.base(temp);
    var stamped = STILL.timestamps(answering(new TimestampChecker.Result.Valid(TIME, "tsa")));

    var report = verify(ledger, trust(ledger), stamped);

    assertThat(report.lines(true))
        .contains(
            "  entries  0..4 signed chained included witnessed 2 of 2 timestamped"
                + " 2026-11-25T11:00:00Z unanchored",
            "  entries  5..9 signed chained included witnessed 2 of 2 unanchored",
            "  entries  10..11 signed chained included unanchored");
    assertThat(report.summary()).contains("; timestamped 11 of 19; ");
    assertThat(report.lines()).noneMatch(line -> line.contains("not checked: 2 timestamps"));
  }

  @Test
  void a_timestamp_that_is_not_good_is_a_finding_with_its_blob() throws Exception {
    var ledger = TamperLedgers.base(temp);
    var bad = STILL.timestamps(answering(new TimestampChecker.Result.Invalid("another imprint")));

    var report = verify(ledger, trust(ledger), bad);

    assertThat(report.findings())
        .hasSize(2)
        .allMatch(finding -> finding.fault() == Fault.BAD_SIGNATURE)
        .allMatch(finding -> finding.place().file().startsWith("records/blob/"));
  }

  @Test
  void fast_leaves_out_signatures_of_entries_and_nothing_else_and_says_so() throws Exception {
    var ledger =
        TamperLedgers.with(
            temp,
            all -> {
              var entries = all.traffic.entries;
              byte[] last = entries.removeLast();
              int middle = last.length - 20;
              last[middle] = (byte) (last[middle] == 'A' ? 'B' : 'A');
              entries.add(last);
            });

    var fast = verify(ledger, trust(ledger), STILL.fast(true));
    var full = verify(ledger, trust(ledger), STILL);

    assertThat(fast.verified()).isTrue();
    assertThat(fast.lines()).contains("signatures of entries: not checked (--fast)");
    assertThat(fast.summary()).startsWith("verified: 2 logs, 19 entries; chained, included, ");
    assertThat(full.findings()).extracting(Finding::fault).containsExactly(Fault.BAD_SIGNATURE);
    new Edit(ledger.traffic.folder())
        .entries(all -> all.set(3, Arrays.copyOf(all.get(3), all.get(3).length - 1)));
    assertThat(verify(ledger, trust(ledger), STILL.fast(true)).verified()).isFalse();
  }

  @Test
  void silence_is_shown_and_is_no_fault() throws Exception {
    var ledger =
        TamperLedgers.with(
            temp,
            all -> {
              var gap =
                  Json.object()
                      .put("from", "")
                      .put("until", "")
                      .put("reason", "x")
                      .put("refused", 0);
              all.traffic.append(
                  TamperLedgers.WRITER,
                  "gap",
                  gap.build(),
                  body -> {
                    var later = Json.object();
                    body.members()
                        .forEach(member -> {
                          if (member.name().equals("time"))
                            later.put("time", "2026-11-25T09:02:01.000Z");
                          else later.put(member.name(), member.value());
                        });
                    return later.build();
                  });
            });

    var report = verify(ledger, trust(ledger), STILL);

    assertThat(report.verified()).isTrue();
    assertThat(report.lines())
        .contains("  silent   2026-11-25T09:00:00.011Z to 2026-11-25T09:02:01.000Z, 120 s");
  }

  @Test
  void a_closed_log_is_right() throws Exception {
    var ledger = TamperLedgers.with(temp, all -> all.close(TamperLedgers.WRITER));

    assertThat(verify(ledger, trust(ledger), STILL).findings()).isEmpty();
  }

  @Test
  void the_newest_keys_are_trusted_as_well_as_the_oldest_and_strangers_are_not() throws Exception {
    var ledger = TamperLedgers.base(temp);
    var oldest = TamperLedgers.KEYS.make(KeyType.ED25519, ledger.traffic.origin()).key();
    var stranger = TestKey.named(ledger.traffic.origin()).key();
    var records = TrustPolicy.parse(ledger.records.policy()).orThrow().logs();

    for (var key : List.of(oldest, ledger.traffic.keys.getFirst().key(), stranger)) {
      var named = new ArrayList<>(records);
      named.add(key);
      var report = verify(ledger, new Trust.Keys(TrustPolicy.ofLogs(named)), STILL);

      assertThat(report.verified()).as("%s", report.lines()).isEqualTo(!key.equals(stranger));
    }
  }

  @Test
  void a_writer_that_has_replaced_the_policy_and_not_yet_the_checkpoint_is_waited_for()
      throws Exception {
    var ledger = TamperLedgers.base(temp);
    var log = ledger.traffic;
    var before = temp.resolve("before");
    LedgerFixture.copy(log.folder(), before);
    var both = new ArrayList<>(log.keys);
    both.add(TestKey.fresh(KeyType.ED25519, log.origin()));
    log.changePolicy(TamperLedgers.WRITER, both, log.witnesses, new byte[0]);
    new Edit(log.folder()).write("policy", log.policy().getBytes(StandardCharsets.UTF_8));
    new Edit(log.folder()).delete("cosigned");
    var looked = new ArrayList<Boolean>();
    Progress publishing =
        (name, _, _) -> {
          if (name.equals(log.origin()) && !looked.isEmpty()) return;
          if (name.equals(log.origin())) looked.add(true);
          if (name.equals(log.origin())) log.publish();
        };

    var moving = verify(ledger, trust(ledger), Options.DEFAULT.progress(publishing));

    assertThat(moving.findings()).isEmpty();
    assertThat(looked).hasSize(1);
    new Edit(log.folder()).write("checkpoint", Files.readAllBytes(before.resolve("checkpoint")));
    assertThat(verify(ledger, trust(ledger), STILL).verified()).isFalse();
  }
}
