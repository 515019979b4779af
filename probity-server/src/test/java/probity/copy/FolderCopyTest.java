package probity.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Fault;

class FolderCopyTest {
  @TempDir Path dir;
  private CopiedLedger ledger;
  private Path copy;

  @BeforeEach
  void grow() {
    ledger = new CopiedLedger(dir.resolve("data"));
    copy = dir.resolve("copy");
    ledger.grow(200);
  }

  private Copier copier(CopyStore store) {
    return new Copier(
        "second",
        "a folder",
        ledger.published(),
        store,
        Duration.ofDays(1),
        dir.resolve("data/copies/second.json"),
        CopiedLedger.NOON);
  }

  private CopyStatus round(CopyStore store) {
    var copier = copier(store);
    copier.round();
    return copier.status();
  }

  private void assertWhole() throws IOException {
    assertThat(ledger.verify(copy.resolve("ledger")).lines())
        .last()
        .asString()
        .startsWith("verified");
    assertSame();
  }

  private void assertSame() throws IOException {
    assertThat(CopiedLedger.files(copy.resolve("ledger")))
        .isEqualTo(CopiedLedger.files(ledger.folder()));
  }

  @Test
  void a_copy_is_the_same_folder_and_grows_with_it() throws IOException {
    var first = round(new FolderStore(copy));
    assertWhole();
    Files.writeString(ledger.folder().resolve("records/cosigned"), "a later file\n");

    ledger.grow(600);
    var second = round(new FolderStore(copy));

    Files.delete(ledger.folder().resolve("records/cosigned"));
    assertThat(copy.resolve("ledger/records/cosigned")).hasContent("a later file\n");
    Files.delete(copy.resolve("ledger/records/cosigned"));
    assertWhole();
    assertThat(first.failing()).isFalse();
    assertThat(second.lag()).isZero();
    assertThat(second.succeeded()).contains(CopiedLedger.NOON.instant());
    Path tile = copy.resolve("ledger").resolve(CopiedLedger.TRAFFIC).resolve("tile/0/000");
    assertThat(Files.getPosixFilePermissions(tile)).noneMatch(p -> p.name().endsWith("WRITE"));
  }

  @Test
  void a_copy_that_breaks_off_anywhere_loses_nothing_and_the_next_round_completes_it()
      throws IOException {
    round(new FolderStore(copy, false));
    var before = CopiedLedger.files(copy.resolve("ledger"));
    ledger.grow(60);
    int changes = changesOfAWholeRound();

    // Failing after the last change of all, or before each: after one is before the next.
    for (int at = 0; at <= changes; at++) {
      boolean last = at == changes;
      copy = dir.resolve("copy-" + at);
      restore(before);
      var broken = round(new FailingStore(new FolderStore(copy, false), last ? at - 1 : at, last));

      assertThat(broken.failing()).isTrue();
      // At its own checkpoints the copy is whole; all that may be wrong is a file too many.
      assertThat(ledger.verify(copy.resolve("ledger")).findings())
          .as("broken off at %d", at)
          .allMatch(finding -> finding.fault() == Fault.UNACCOUNTED);

      round(new FolderStore(copy, false));
      assertSame();
    }
    assertWhole();
  }

  private int changesOfAWholeRound() throws IOException {
    Path first = copy;
    copy = dir.resolve("counted");
    ledgerCopy(first, copy);
    var store = new FailingStore(new FolderStore(copy, false), Integer.MAX_VALUE, false);
    round(store);
    assertThat(store.changes()).isGreaterThan(12);
    copy = first;
    return store.changes();
  }

  private void restore(Map<String, String> expected) throws IOException {
    ledgerCopy(dir.resolve("copy"), copy);
    assertThat(CopiedLedger.files(copy.resolve("ledger"))).isEqualTo(expected);
  }

  private static void ledgerCopy(Path from, Path to) throws IOException {
    try (var walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) Files.createDirectories(target);
        else Files.copy(path, target);
      }
    }
  }

  @Test
  void a_file_with_other_bytes_is_a_fault_and_stays() throws IOException {
    Path tile = copy.resolve("ledger").resolve(CopiedLedger.TRAFFIC).resolve("tile/0/000");
    Files.createDirectories(tile.getParent());
    Files.writeString(tile, "somebody's");
    ledger.grow(100);

    var status = round(new FolderStore(copy));

    assertThat(status.failed().orElseThrow().fault()).isTrue();
    assertThat(status.failed().orElseThrow().message()).contains("tile/0/000", "other bytes");
    assertThat(tile).hasContent("somebody's");
    assertThat(status.lag()).isPositive();
  }

  @Test
  void a_ledger_that_was_rewritten_is_not_copied_over_the_old_one() throws IOException {
    round(new FolderStore(copy));
    var before = CopiedLedger.files(copy.resolve("ledger"));
    var other = new CopiedLedger(dir.resolve("other"));
    other.grow(300);
    Path data = dir.resolve("data");
    Files.move(data, dir.resolve("aside"));
    Files.move(dir.resolve("other"), data);

    var rewritten = round(new FolderStore(copy));

    assertThat(rewritten.failed().orElseThrow().message()).contains("was rewritten");
    assertThat(CopiedLedger.files(copy.resolve("ledger"))).isEqualTo(before);
  }

  @Test
  void a_ledger_that_was_cut_short_is_a_fault() throws IOException {
    ledgerCopy(dir.resolve("data"), dir.resolve("early"));
    ledger.grow(100);
    round(new FolderStore(copy));
    Files.move(dir.resolve("data"), dir.resolve("late"));
    Files.move(dir.resolve("early"), dir.resolve("data"));

    var status = round(new FolderStore(copy));

    assertThat(status.failed().orElseThrow().fault()).isTrue();
    assertThat(status.failed().orElseThrow().message()).contains("and its copy has");
  }

  @Test
  void a_damaged_tile_of_the_ledger_does_not_reach_the_copy() throws IOException {
    ledger.grow(600);
    Path tile = ledger.folder().resolve(CopiedLedger.TRAFFIC).resolve("tile/0/001");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[100] ^= 1;
    Files.delete(tile);
    Files.write(tile, bytes);

    var status = round(new FolderStore(copy));

    assertThat(status.failed().orElseThrow().fault()).isTrue();
    assertThat(copy.resolve("ledger").resolve(CopiedLedger.TRAFFIC).resolve("tile/0/001"))
        .doesNotExist();
  }

  @Test
  void a_copier_copies_once_more_when_it_is_closed_and_writes_its_status() throws IOException {
    copier(new FolderStore(copy)).start().close();

    assertWhole();
    assertThat(dir.resolve("data/copies/second.json"))
        .content()
        .contains("\"failing\":false", "\"lag\":0", "\"succeeded\":\"2026-11-25T12:00:00.000Z\"");
  }
}
