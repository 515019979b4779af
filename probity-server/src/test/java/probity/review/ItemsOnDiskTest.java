package probity.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.policy.ReviewQueue;
import probity.store.file.ReviewItems;

/// The file of items: what a crash tears, and that it does not grow for ever.
class ItemsOnDiskTest {
  private static final ReviewQueue DESK =
      new ReviewQueue("desk", "desk-reviewer", Duration.ofHours(4), Duration.ofMinutes(10));

  @TempDir private Path data;
  private ItemFile file;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(data.resolve("vault"));
    file = ReviewItems.in(data);
  }

  private static Item item(String exchange, String request) {
    return new Item(
        exchange,
        DESK,
        request,
        Hash.of(new byte[0]),
        "traffic-standard-2026h2",
        "support-bot",
        "chat",
        "people-first",
        "name",
        1_000,
        Item.State.WAITING,
        Optional.empty(),
        0);
  }

  @Test
  void a_line_that_a_crash_tore_is_left_out_and_the_next_one_stands_alone() throws Exception {
    file.append(List.of(item("A", "r").json()));
    Files.writeString(data.resolve("vault/reviews"), "{\"caller\":", StandardOpenOption.APPEND);

    assertThat(file.read()).hasSize(1);
    file.append(List.of(item("B", "s").json()));
    assertThat(file.read().stream().flatMap(line -> Item.read(line).stream()))
        .containsExactly(item("A", "r"), item("B", "s"));
  }

  @Test
  void the_file_is_written_anew_when_most_of_it_is_stale() {
    var all = List.of(item("A", "r").json());
    var journal = new Journaling(file, Runnable::run, 0, () -> all);
    var told = new ArrayList<Boolean>();

    for (int i = 0; i < 2_500; i++) journal.write(item("A", "r").json(), told::add);

    assertThat(told).hasSize(2_500).doesNotContain(false);
    assertThat(file.read().size()).isLessThan(1_000);
  }

  @Test
  void a_disk_that_fails_is_told_to_whoever_waits() {
    var failing =
        new ItemFile() {
          @Override
          public List<Json.Obj> read() {
            return List.of();
          }

          @Override
          public void append(List<Json.Obj> lines) {
            throw new IllegalStateException("no space");
          }

          @Override
          public void replace(List<Json.Obj> lines) {}
        };
    var told = new ArrayList<Boolean>();

    new Journaling(failing, Runnable::run, 0, List::of).write(item("A", "r").json(), told::add);

    assertThat(told).containsExactly(false);
  }

  @Test
  void a_record_that_is_held_and_queued_at_once_counts_as_held() {
    var items = new Items(1);
    items.put(item("A", ""));
    items.put(item("A", "r"));

    assertThat(items.hasRoom(true)).isFalse();
    assertThat(items.hasRoom(false)).isTrue();
    assertThat(items.held("r", "desk")).isPresent();
    items.remove(item("A", "r"));
    assertThat(items.hasRoom(true)).isTrue();
  }
}
