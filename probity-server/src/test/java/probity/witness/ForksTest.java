package probity.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.exchange.Bytes;

/// What a witness keeps of a log that contradicts itself.
class ForksTest {
  private static final String ORIGIN = "log.example/one";

  @TempDir private Path dir;
  private final TestLog log = TestLog.named(ORIGIN);
  private final TestLog forked = log.forkedAt(2);

  private Path kept(int number) {
    return dir.resolve("forks").resolve(WitnessedLog.hash(ORIGIN)).resolve("" + number);
  }

  @Test
  void two_roots_of_one_size_are_a_proof_that_needs_the_notes_alone() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 5));
      assertThat(witness.add(forked.request(5, 5)).statusCode()).isEqualTo(422);
      // The same once more is not kept twice.
      witness.add(forked.request(5, 5));
    }

    assertThat(Files.readAllBytes(kept(1).resolve("earlier"))).isEqualTo(log.note(5));
    assertThat(Files.readAllBytes(kept(1).resolve("later"))).isEqualTo(forked.note(5));
    assertThat(Files.readString(kept(1).resolve("readme"))).startsWith("PROOF: ");
    assertThat(Files.readAllBytes(kept(1).resolve("request")))
        .isEqualTo(forked.request(5, 5).array());
    assertThat(kept(2)).doesNotExist();
    var report = ForkReport.of(dir);
    assertThat(report.sound()).isTrue();
    assertThat(report.lines()).contains("  sizes 5 and 5").anyMatch(l -> l.contains("PROOF"));
  }

  @Test
  void another_root_of_a_size_seen_long_ago_is_found_also_after_a_restart() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
      witness.add(log.request(3, 7));
    }
    try (var witness = RunningWitness.start(dir)) {
      assertThat(witness.add(forked.request(0, 3)).statusCode()).isEqualTo(409);
    }

    assertThat(Files.readAllBytes(kept(1).resolve("earlier"))).isEqualTo(log.note(3));
    assertThat(Files.readAllBytes(kept(1).resolve("later"))).isEqualTo(forked.note(3));
  }

  @Test
  void a_checkpoint_that_was_only_seen_is_one_side_too() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
      assertThat(witness.add(forked.request(0, 6)).statusCode()).isEqualTo(409);
      assertThat(witness.add(log.request(3, 6)).statusCode()).isEqualTo(200);
    }

    assertThat(Files.readAllBytes(kept(1).resolve("earlier"))).isEqualTo(forked.note(6));
    assertThat(Files.readString(kept(1).resolve("readme"))).startsWith("PROOF: ");
  }

  @Test
  void a_proof_that_fails_is_kept_as_what_it_is() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
      assertThat(witness.add(forked.request(3, 5)).statusCode()).isEqualTo(422);
    }

    assertThat(Files.readString(kept(1).resolve("readme"))).startsWith("NO PROOF: ");
    assertThat(ForkReport.of(dir).sound()).isTrue();
  }

  @Test
  void strangers_with_wrong_proofs_do_not_fill_the_disk_or_hide_a_proof() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 3));
      for (int size = 4; size < 100; size++) witness.add(forked.request(3, size));
      witness.add(forked.request(3, 3));
    }

    assertThat(kept(Forks.DOUBTS_MAX)).exists();
    assertThat(Files.readString(kept(Forks.DOUBTS_MAX + 1).resolve("readme")))
        .startsWith("PROOF: ");
    assertThat(kept(Forks.DOUBTS_MAX + 2)).doesNotExist();
  }

  @Test
  void evidence_that_was_changed_is_told() throws Exception {
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 5));
      witness.add(forked.request(5, 5));
    }
    Path later = kept(1).resolve("later");
    var other = TestLog.named(ORIGIN).forkedAt(1);
    Files.write(later, other.note(5));

    assertThat(ForkReport.of(dir).sound()).isFalse();
    Files.write(kept(1).resolve("keys"), ("log " + other.vkey() + "\n").getBytes(UTF_8));
    assertThat(ForkReport.of(dir).sound()).isFalse();
    Files.write(kept(1).resolve("earlier"), other.forkedAt(0).note(5));
    assertThat(ForkReport.of(dir).lines()).anyMatch(line -> line.contains("not all in `logs/`"));
  }

  @Test
  void what_nobody_signed_is_not_kept() throws Exception {
    var stranger = TestLog.named(ORIGIN).forkedAt(1);
    try (var witness = RunningWitness.start(dir, log.vkey())) {
      witness.add(log.request(0, 5));
      assertThat(witness.add(stranger.request(5, 5)).statusCode()).isEqualTo(403);
      assertThat(witness.add(Bytes.utf8("old 5\n\n" + ORIGIN + "\n5\n")).statusCode())
          .isEqualTo(400);
    }

    assertThat(dir.resolve("forks")).doesNotExist();
  }
}
