package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.store.file.Ledgers.LAZY;
import static probity.store.file.Ledgers.NEXT;
import static probity.store.file.Ledgers.TRAFFIC;
import static probity.store.file.Ledgers.append;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;

/// One small workload, and a fault at each call that it makes to the disk: the call fails once,
/// before or after its effect, or the disk dies there for good; and the same in the recovery that
/// follows. Whatever happened: on a healthy disk the ledger then opens, verifies, and holds every
/// entry that was acknowledged, and no size of a log was ever signed with two roots.
class EveryDiskCallTest {
  /// Every how many calls: 1 takes some minutes, and is for a night.
  private static final int STEP = Integer.getInteger("faults.step", 31);

  /// So many calls a recovery of this workload makes, and some more for what it then writes.
  private static final int RECOVERY_CALLS = 150;

  @TempDir Path temp;

  private int runs;

  private enum Fault {
    FAILS_BEFORE,
    FAILS_AFTER,
    DIES_BEFORE,
    DIES_AFTER;

    FaultyDisk at(int call) {
      return switch (this) {
        case FAILS_BEFORE -> FaultyDisk.failingOnceAt(call, false);
        case FAILS_AFTER -> FaultyDisk.failingOnceAt(call, true);
        case DIES_BEFORE -> FaultyDisk.dyingAt(call, false);
        case DIES_AFTER -> FaultyDisk.dyingAt(call, true);
      };
    }
  }

  /// What was acknowledged, and every checkpoint that was ever signed.
  private static final class Seen {
    private final Set<Hash> acknowledged = new HashSet<>();
    private final Map<String, String> roots = new HashMap<>();

    /// Origin and size are one line each, the root is the third.
    void signed(byte[] note) {
      String[] lines = new String(note, StandardCharsets.UTF_8).split("\n", 4);
      String before = roots.putIfAbsent(lines[0] + " " + lines[1], lines[2]);
      assertThat(before == null || before.equals(lines[2]))
          .as("two roots of %s", lines[0])
          .isTrue();
    }
  }

  @Test
  void a_fault_at_any_call_loses_nothing_acknowledged_and_signs_no_second_root()
      throws IOException {
    var kinds = new ConcurrentSkipListSet<String>();
    var sound = FaultyDisk.sound();
    sound.onCall(kinds::add);
    live(temp.resolve("sound"), sound, new Seen(), 0);
    // `cut` comes with a torn batch alone, in the recovery that follows one.
    assertThat(kinds)
        .containsExactly(
            "createFolder",
            "delete",
            "force",
            "freeze",
            "move",
            "reserve",
            "sync",
            "write",
            "writeSecret");

    for (int call = 0; call < sound.changes(); call += STEP) {
      for (Fault fault : Fault.values()) check(fault, call, FaultyDisk.sound());
    }
  }

  @Test
  void a_fault_at_any_call_of_the_recovery_after_a_fault_does_not_either() throws IOException {
    var sound = FaultyDisk.sound();
    live(temp.resolve("sound"), sound, new Seen(), 0);
    for (int eighth = 1; eighth < 8; eighth += 2) {
      int death = sound.changes() * eighth / 8;
      for (int call = 0; call < RECOVERY_CALLS; call += 2 * STEP) {
        for (Fault fault : Fault.values()) check(Fault.DIES_AFTER, death, fault.at(call));
      }
    }
  }

  private void check(Fault fault, int call, FaultyDisk recovering) throws IOException {
    Path dir = temp.resolve("run-" + runs++);
    var seen = new Seen();
    var disk = fault.at(call);
    live(dir, disk, seen, 0);
    live(dir, recovering, seen, 1);
    live(dir, FaultyDisk.sound(), seen, 2);

    verify(dir);
    var held = new HashSet<Hash>();
    LedgerCheck.check(dir).logs().values().forEach(log -> log.forEach(e -> held.add(e.leaf())));
    assertThat(held).as("%s at call %d", fault, call).containsAll(seen.acknowledged);
    delete(dir);
  }

  /// One process: opens the ledger, appends to three logs, and closes.
  private static void live(Path dir, FaultyDisk disk, Seen seen, int life) throws IOException {
    Files.createDirectories(dir);
    disk.onSigned(seen::signed);
    try (var ledger = Ledgers.open(dir, LAZY, disk)) {
      for (Draft draft : List.of(bundle(life), note(TRAFFIC, life), note(NEXT, life))) {
        if (append(ledger, draft).join() instanceof Appended.Durable done) {
          seen.acknowledged.add(done.leaf());
        }
      }
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
    }
  }

  /// A kind that no version defines: a verifier checks and keeps it.
  private static Draft note(String log, int life) {
    return new Draft(log, "note", Json.object().put("life", life).build());
  }

  private static Draft bundle(int life) {
    var blob = Bytes.utf8("{\"files\":[{\"path\":\"a\",\"text\":\"" + life + "\"}]}");
    var body =
        Json.object()
            .put("name", "b")
            .put("version", String.valueOf(life))
            .put("digest", Hash.of(blob.array()).hex())
            .put("bytes", blob.length())
            .put("in_force", "2026-11-25T12:00:00.000Z")
            .put("replaces", "")
            .put("approvals", List.of())
            .put("change", "")
            .put("reassessment", "")
            .build();
    return new Draft("records", "bundle", body, List.of(blob));
  }

  private static void verify(Path dir) {
    var said = new ByteArrayOutputStream();
    var out = new PrintStream(said, true, StandardCharsets.UTF_8);
    var words =
        List.of(dir.resolve("ledger").toString(), "--trust", dir.resolve("trust").toString());
    int status = probity.verify.Main.run(words, out, out);
    assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static void delete(Path dir) throws IOException {
    var files = new ArrayList<Path>();
    try (var walk = Files.walk(dir)) {
      walk.forEach(files::add);
    }
    for (Path file : files.reversed()) Files.delete(file);
  }
}
