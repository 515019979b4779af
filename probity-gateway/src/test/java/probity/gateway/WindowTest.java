package probity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import probity.ledger.Hash;

/// A window that is written and read again goes on as if nothing had been.
class WindowTest {
  private static final long NOW = 1_795_600_800_000L;
  private static final Duration HOUR = Duration.ofHours(1);

  private static Window again(Window window) {
    var bytes = ByteBuffer.allocate(Window.BYTES_MAX);
    window.write(bytes);
    return Window.read(bytes.flip());
  }

  @Test
  void it_stands_where_it_stood_at_every_later_time() {
    var random = new Random(7);
    var window = new Window(HOUR);
    for (long at = NOW; at < NOW + 7_200_000; at += random.nextLong(300_000)) {
      window.add(at, random.nextLong(1000));
      var other = again(window);
      var third = again(window);
      long later = at + random.nextLong(4_000_000);
      assertThat(other.secondsUntilLower(later)).isEqualTo(third.secondsUntilLower(later));
      assertThat(again(window).add(at, 0)).isEqualTo(window.add(at, 0));
    }
    assertThat(again(window).isEmpty(NOW + 14_400_000)).isTrue();
  }

  @Test
  void what_comes_from_later_than_now_counts_from_now_for_its_window() {
    var window = new Window(HOUR);
    window.add(NOW - 1_800_000, 2);
    window.add(NOW, 3);
    var back = again(window);

    assertThat(back.bringBack(NOW - 86_400_000)).isTrue();

    assertThat(back.add(NOW - 86_400_000, 0)).isEqualTo(5);
    assertThat(back.add(NOW - 86_400_000 + 2_000_000, 0)).isEqualTo(3);
    assertThat(back.isEmpty(NOW - 86_400_000 + 3_720_000)).isTrue();
    assertThat(again(window).bringBack(NOW)).isFalse();
  }

  @Test
  void a_snapshot_that_is_none_is_refused() {
    var counters = new Counters();
    for (int length : List.of(1, 32, 40, 56)) {
      assertThatThrownBy(() -> counters.restore(new byte[length], NOW, _ -> Hash.of(new byte[0])))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(counters.restore(new byte[0], NOW, _ -> Hash.of(new byte[0]))).isZero();
  }
}
