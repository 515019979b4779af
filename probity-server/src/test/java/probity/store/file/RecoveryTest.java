package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.store.file.Ledgers.LAZY;
import static probity.store.file.Ledgers.NEXT;
import static probity.store.file.Ledgers.TRAFFIC;
import static probity.store.file.Ledgers.append;
import static probity.store.file.Ledgers.bundle;
import static probity.store.file.Ledgers.durable;
import static probity.store.file.Ledgers.intent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.ledger.Entry;
import probity.ledger.Hash;

class RecoveryTest {
  /// A sample; all of some 400 changes, before and after, take minutes.
  private static final int CRASHES = Integer.getInteger("crashes", 50);

  @TempDir Path temp;

  @Test
  void a_crash_at_any_change_of_the_disk_loses_nothing_acknowledged() throws IOException {
    var whole = FaultyDisk.sound();
    liveTwice(temp.resolve("whole"), whole);
    assertThat(whole.changes()).isGreaterThan(100);

    Seeds.check(
        CRASHES,
        random -> {
          int change = random.nextInt(whole.changes());
          Path dir = temp.resolve("crash-" + random.nextLong());
          var disk = FaultyDisk.dyingAt(change, random.nextBoolean());

          var acknowledged = liveTwice(dir, disk);

          assertThat(disk.isDead()).isTrue();
          Ledgers.open(dir, LAZY, FaultyDisk.sound()).close();
          assertThat(leaves(dir)).as("change %d", change).containsAll(acknowledged);
        });
  }

  /// Two processes on one disk: every way of a log to begin, to grow and to be sealed.
  private static List<Hash> liveTwice(Path dir, Disk disk) throws IOException {
    Files.createDirectories(dir);
    var acknowledged = new ArrayList<Hash>();
    for (int life = 0; life < 2; life++) {
      try (var ledger = Ledgers.open(dir, LAZY, disk)) {
        var drafts = List.of(bundle("rules " + life), intent(TRAFFIC, life), intent(NEXT, life));
        for (var draft : drafts) {
          if (append(ledger, draft).join() instanceof Appended.Durable done) {
            acknowledged.add(done.leaf());
          }
        }
      } catch (StoreException e) {
        assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
      }
    }
    return acknowledged;
  }

  @Test
  void a_recovery_that_dies_again_and_again_completes_in_the_end() {
    Seeds.check(
        25,
        random -> {
          Path dir = temp.resolve("again-" + random.nextLong());
          var acknowledged = crashed(dir, 250 + random.nextInt(300));

          for (int death = 0; death < 3; death++) {
            var disk = FaultyDisk.dyingAt(random.nextInt(40), random.nextBoolean());
            try {
              Ledgers.open(dir, LAZY, disk).close();
            } catch (StoreException e) {
              assertThat(e.kind()).isEqualTo(StoreException.Kind.FAILED);
            }
          }

          Ledgers.open(dir, LAZY, FaultyDisk.sound()).close();
          assertThat(leaves(dir)).containsAll(acknowledged).hasSize(acknowledged.size() + 3 + 4);
        });
  }

  /// A folder with durable entries that nobody published; gives their leaf hashes.
  private List<Hash> crashed(Path dir, int entries) throws IOException {
    Path alive = Files.createTempDirectory(temp, "alive");
    var ends = new ArrayList<Hash>();
    try (var ledger = Ledgers.open(alive, LAZY, FaultyDisk.sound())) {
      for (int i = 0; i < entries; i++) ends.add(durable(ledger, intent(TRAFFIC, i % 50)).leaf());
      Ledgers.copy(alive, dir);
    }
    return ends;
  }

  @Test
  void a_batch_torn_at_any_byte_is_cut_off_whole() throws IOException {
    Path dir = temp.resolve("torn");
    crashed(dir, 3);
    Path segments = dir.resolve("segments");
    Path file = segment(dir);
    byte[] whole = Files.readAllBytes(file);
    var frames = frames(whole);
    int last = frames.getLast();
    int end = last + Frame.lengthAt(ByteBuffer.wrap(whole), last);

    for (int cut = last + 1; cut < end; cut++) {
      byte[] torn = whole.clone();
      for (int i = cut; i < torn.length; i++) torn[i] = 0;
      // Some bytes of a frame are zero anyway, and then nothing is torn.
      if (Arrays.equals(torn, whole)) continue;
      Files.write(file, torn);
      var found = new Found();

      JournalScan.read(new NioDisk(), segments, found);

      assertThat(found.items).as("cut at %d", cut).hasSize(frames.size() - 1 + 6 - 1);
      assertThat(Files.size(file)).isEqualTo(last);
    }
    Ledgers.open(dir, LAZY).close();
    assertThat(LedgerCheck.check(dir).log(TRAFFIC)).hasSize(5);
  }

  private static final class Found implements JournalScan.Reader {
    private final List<Frame.Item> items = new ArrayList<>();

    @Override
    public void file(long ordinal, Path file) {}

    @Override
    public void entry(Frame.Item item) {
      items.add(item);
    }
  }

  @Test
  void damage_before_whole_batches_stops_the_start_and_says_where() throws IOException {
    Path dir = temp.resolve("damaged");
    crashed(dir, 5);
    Path file = segment(dir);
    byte[] bytes = Files.readAllBytes(file);
    int second = frames(bytes).get(1);
    bytes[second + 200] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> Ledgers.open(dir, LAZY))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("000000000001.segment` is damaged at byte " + second);
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void a_missing_journal_file_stops_the_start() throws IOException {
    Path dir = temp.resolve("missing");
    crashed(dir, 300);
    Files.delete(segment(dir));

    assertThatThrownBy(() -> Ledgers.open(dir, LAZY))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a journal file is missing");
  }

  @Test
  void a_head_put_back_to_an_earlier_state_stops_the_start() throws IOException {
    Path dir = temp.resolve("back");
    Ledgers.open(dir, LAZY).close();
    byte[] early = Files.readAllBytes(dir.resolve("heads/records"));
    try (var ledger = Ledgers.open(dir, LAZY)) {
      durable(ledger, bundle("rules"));
    }
    Files.write(dir.resolve("heads/records"), early);

    assertThatThrownBy(() -> Ledgers.open(dir, LAZY))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("`heads/` was put back to an earlier state");
  }

  @Test
  void a_ledger_put_back_to_an_earlier_state_stops_the_start() throws IOException {
    Path dir = temp.resolve("rolled");
    Path copy = temp.resolve("copy");
    Ledgers.open(dir, LAZY).close();
    Ledgers.copy(dir.resolve("ledger"), copy);
    try (var ledger = Ledgers.open(dir, LAZY)) {
      durable(ledger, bundle("rules"));
    }
    Files.write(
        dir.resolve("ledger/records/checkpoint"),
        Files.readAllBytes(copy.resolve("records/checkpoint")));
    Files.createDirectories(dir.resolve("ledger/records/tile/0/000.p"));
    for (String partial : List.of("tile/0/000.p/2", "tile/entries/000.p/2")) {
      Files.copy(
          copy.resolve("records").resolve(partial), dir.resolve("ledger/records/" + partial));
    }

    assertThatThrownBy(() -> Ledgers.open(dir, LAZY))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the journal holds 2");
  }

  @Test
  void a_changed_tile_at_the_right_edge_stops_the_start() throws IOException {
    Path dir = temp.resolve("tile");
    Ledgers.open(dir, LAZY).close();
    Path tile = dir.resolve("ledger/records/tile/0/000.p/2");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[40] ^= 1;
    Files.write(tile, bytes);

    assertThatThrownBy(() -> Ledgers.open(dir, LAZY))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("right edge");
  }

  private static Path segment(Path dir) {
    return Segments.file(dir.resolve("segments"), 1);
  }

  private static List<Integer> frames(byte[] segment) {
    var frames = new ArrayList<Integer>();
    var bytes = ByteBuffer.wrap(segment);
    for (int at = 0, length; (length = Frame.lengthAt(bytes, at)) > 0; at += length) {
      frames.add(at);
    }
    return frames;
  }

  private static List<Hash> leaves(Path dir) throws IOException {
    return LedgerCheck.check(dir).logs().values().stream()
        .flatMap(List::stream)
        .map(Entry::leaf)
        .toList();
  }
}
