package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.EntryBundle;

/// Whoever holds no key changes a file of the ledger: always found, also with the keys that lie in
/// the folder itself.
class TamperingTest {
  private static final long SEED = Long.getLong("seed", 20_261_125L);

  @TempDir Path temp;
  private final Random random = new Random(SEED);

  private static void assertFound(LedgerFixture ledger, String what) {
    var report = VerifierTest.verify(ledger.ledger, new Trust.Folder());

    assertThat(report.verified()).as("%s, seed %d", what, SEED).isFalse();
    assertThat(report.findings()).as("%s, seed %d", what, SEED).isNotEmpty();
  }

  /// Puts `content` in the file, looks, and puts the file back.
  private static void assertFound(LedgerFixture ledger, String path, byte[] content, String what)
      throws Exception {
    Path file = ledger.ledger.resolve(path);
    byte[] before = Files.readAllBytes(file);
    if (Arrays.equals(before, content)) return;
    Files.write(file, content);
    assertFound(ledger, path + ": " + what);
    Files.write(file, before);
  }

  /// Every byte of a file that is no longer than `whole`, else `sample` of them.
  private int[] places(int length, int whole, int sample) {
    return length <= whole
        ? IntStream.range(0, length).toArray()
        : IntStream.range(0, sample).map(i -> random.nextInt(length)).toArray();
  }

  private void spoilBytes(LedgerFixture ledger, int whole, int sample) throws Exception {
    for (String path : ledger.files()) {
      byte[] good = Files.readAllBytes(ledger.ledger.resolve(path));
      for (int at : places(good.length, whole, sample)) {
        byte[] flipped = good.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        assertFound(ledger, path, flipped, "flipped at " + at);
      }
      for (int at : places(good.length, 0, sample)) {
        byte extra = (byte) random.nextInt(256);
        assertFound(ledger, path, spliced(good, at, at + 1), "byte deleted at " + at);
        assertFound(ledger, path, spliced(good, at, at, extra), "byte added at " + at);
        assertFound(ledger, path, Arrays.copyOf(good, at), "cut at " + at);
      }
      assertFound(ledger, path, spliced(good, good.length, good.length, (byte) '\n'), "appended");
    }
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte... between) {
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(between);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  @Test
  void every_byte_of_every_small_file_counts() throws Exception {
    spoilBytes(LedgerFixture.published(temp.resolve("ledger"), 0), 280, 15);
  }

  @Test
  void bytes_count_where_there_are_full_tiles_and_two_levels() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 51);
    assertThat(ledger.files())
        .contains(
            LedgerFixture.TRAFFIC + "/tile/entries/000", LedgerFixture.TRAFFIC + "/tile/1/000.p/1");

    spoilBytes(ledger, 0, 1);
  }

  @Test
  void a_file_that_is_missing_renamed_or_copied_beside_is_found() throws Exception {
    moveFiles(
        LedgerFixture.published(temp.resolve("ledger"), 1),
        List.of("%s~", ".%s", "%s ", "%s.p1", "0%s"));
  }

  @Test
  void a_full_tile_that_is_missing_or_renamed_is_found() throws Exception {
    moveFiles(LedgerFixture.published(temp.resolve("ledger"), 51), List.of("0%s"));
  }

  private void moveFiles(LedgerFixture ledger, List<String> nearNames) throws Exception {
    for (String path : ledger.files()) {
      Path file = ledger.ledger.resolve(path);
      String name = String.valueOf(file.getFileName());
      for (String pattern : nearNames) {
        String near = pattern.replace("%s", name);
        Path beside = file.resolveSibling(near);
        Files.copy(file, beside);
        assertFound(ledger, path + " copied to " + near);
        Files.delete(beside);
        Files.move(file, beside);
        assertFound(ledger, path + " moved to " + near);
        Files.move(beside, file);
      }
      Path away = temp.resolve("away");
      Files.move(file, away);
      assertFound(ledger, path + " deleted");
      Files.createSymbolicLink(file, away);
      assertFound(ledger, path + " made a symbolic link");
      Files.delete(file);
      Files.createDirectory(file);
      assertFound(ledger, path + " made a folder");
      Files.delete(file);
      Files.move(away, file);
    }
  }

  @Test
  void a_folder_that_is_missing_added_or_made_a_link_is_found() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    Path away = temp.resolve("away");
    for (String path :
        List.of(
            "records",
            LedgerFixture.TRAFFIC,
            "records/tile",
            "records/blob",
            LedgerFixture.TRAFFIC + "/tile/entries")) {
      Path folder = ledger.ledger.resolve(path);
      Files.move(folder, away);
      assertFound(ledger, path + " deleted");
      Files.createSymbolicLink(folder, away);
      assertFound(ledger, path + " made a symbolic link");
      Files.delete(folder);
      Files.move(away, folder);
    }
    for (String path :
        List.of(
            "x",
            "records/x",
            "records/tile/x",
            "records/blob/x",
            "records/tile/0/x001",
            "records/tile/8",
            LedgerFixture.TRAFFIC + "/blob",
            "records/x",
            "x")) {
      Path folder = Files.createDirectories(ledger.ledger.resolve(path));
      for (String name : List.of("000", "999")) {
        Path file = Files.writeString(folder.resolve(name), "x");
        assertFound(ledger, path + " added with a file " + name);
        Files.delete(file);
      }
    }
  }

  @Test
  void a_log_renamed_or_copied_under_another_name_is_found() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    Path other = ledger.ledger.resolve("traffic-standard-2026h1");
    Files.move(ledger.traffic.folder(), other);

    assertFound(ledger, "renamed");

    LedgerFixture.copy(other, ledger.traffic.folder());
    assertFound(ledger, "copied");
  }

  @Test
  void entries_swapped_dropped_doubled_or_put_in_another_order_are_found() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    for (var log : List.of(ledger.records, ledger.traffic)) {
      int count = log.entries.size();
      String path = ledger.ledger.relativize(log.folder()) + "/tile/entries/000.p/" + count;
      for (int i = 0; i < count; i++) {
        for (int j = i + 1; j < count; j++) {
          var swapped = new ArrayList<>(log.entries);
          Collections.swap(swapped, i, j);
          assertFound(ledger, path, EntryBundle.encode(swapped), "swapped " + i + " and " + j);
        }
        var without = new ArrayList<>(log.entries);
        byte[] entry = without.remove(i);
        assertFound(ledger, path, EntryBundle.encode(without), "dropped " + i);
        without.add(random.nextInt(count), entry);
        assertFound(ledger, path, EntryBundle.encode(without), "moved " + i);
        var doubled = new ArrayList<>(log.entries);
        doubled.add(i, entry);
        assertFound(ledger, path, EntryBundle.encode(doubled), "doubled " + i);
        doubled.removeLast();
        assertFound(ledger, path, EntryBundle.encode(doubled), "doubled and cut " + i);
      }
    }
  }

  @Test
  void an_older_checkpoint_put_back_under_newer_tiles_is_found() throws Exception {
    for (int exchanges : new int[] {1, 51, 60}) {
      var ledger = LedgerFixture.published(temp.resolve("ledger" + exchanges), exchanges);
      byte[] older = Files.readAllBytes(ledger.traffic.folder().resolve("checkpoint"));
      ledger.intent("gateway-1");
      ledger.publish();

      assertFound(ledger, LedgerFixture.TRAFFIC + "/checkpoint", older, "put back");
    }
  }

  @Test
  void an_older_checkpoint_put_back_at_a_full_tile_is_found() throws Exception {
    var ledger = LedgerFixture.unpublished(temp.resolve("ledger"));
    while (ledger.traffic.entries.size() < 256) ledger.intent("gateway-1");
    ledger.publish();
    byte[] older = Files.readAllBytes(ledger.traffic.folder().resolve("checkpoint"));
    assertThat(VerifierTest.verify(ledger.ledger, new Trust.Folder()).findings()).isEmpty();
    ledger.intent("gateway-1");
    ledger.publish();

    assertFound(ledger, LedgerFixture.TRAFFIC + "/checkpoint", older, "put back");
  }

  @Test
  void the_finding_names_the_file_the_entry_and_the_byte() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    Path bundle = ledger.records.folder().resolve("tile/entries/000.p/5");
    byte[] bytes = Files.readAllBytes(bundle);
    int second = 2 + ledger.records.entries.getFirst().length;
    bytes[second + 2 + 200] ^= 1;
    Files.write(bundle, bytes);

    var findings = VerifierTest.verify(ledger.ledger, new Trust.Folder()).findings();

    assertThat(findings)
        .extracting(finding -> finding.place().toString())
        .contains(
            "records/tile/entries/000.p/5 entry 1 byte " + second,
            "records/tile/0/000.p/5 byte 32",
            "records/checkpoint");
  }

  @Test
  void what_a_hostile_file_holds_cannot_write_to_the_terminal() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    Files.writeString(ledger.records.folder().resolve("x\u001b[2J\n\u009b"), "");
    Files.writeString(ledger.records.folder().resolve("policy"), "log \u009b[31m\u202e");

    var lines = VerifierTest.verify(ledger.ledger, new Trust.Folder()).lines();

    assertThat(lines).allMatch(line -> line.chars().allMatch(c -> c >= 0x20 && c < 0x7f));
  }
}
