package probity.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Hash;

class TimestampScheduleTest {
  private static final String RECORDS = "probity.example/acme/records";
  private static final String TRAFFIC = "probity.example/acme/traffic-standard-2026h2";
  private static final Instant START = Instant.parse("2026-11-25T09:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final TimestampSchedule schedule = new TimestampSchedule("tsa", HOUR, RECORDS);

  static Latest latest(String origin, long size) {
    return new Latest(
        new Checkpoint(origin, size, Hash.of(new byte[0])), Bytes.utf8(origin + size));
  }

  private List<Latest> due(Instant now, long anchors, Latest... logs) {
    return schedule.due(now, List.of(logs), anchors);
  }

  @Test
  void a_log_is_due_at_once_and_then_once_an_hour() {
    var first = latest(TRAFFIC, 5);
    var later = latest(TRAFFIC, 6);
    assertThat(due(START, 0, first, latest(RECORDS, 0))).containsExactly(first);

    schedule.covered(TRAFFIC, 5, 0, START);

    assertThat(due(START.plus(HOUR).minusMillis(1), 1, later)).isEmpty();
    assertThat(due(START.plus(HOUR), 1, later)).containsExactly(later);
    assertThat(due(START.plus(HOUR), 1, first)).isEmpty();
  }

  @Test
  void anchors_alone_are_no_reason_for_another() {
    schedule.covered(RECORDS, 7, 2, START);

    assertThat(due(START.plus(HOUR), 5, latest(RECORDS, 10))).isEmpty();
    assertThat(due(START.plus(HOUR), 5, latest(RECORDS, 11))).hasSize(1);
    assertThat(due(START.plus(HOUR), 5, latest(TRAFFIC, 1))).hasSize(1);
  }

  @Test
  void after_failures_it_waits_ever_longer_up_to_every() {
    var log = latest(TRAFFIC, 5);
    var at = START;
    long[] seconds = {10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600};
    for (long pause : seconds) {
      schedule.failed(at, "no");

      assertThat(due(at.plusSeconds(pause).minusMillis(1), 0, log)).isEmpty();
      assertThat(schedule.state(at).nextTry()).isEqualTo(at.plusSeconds(pause));
      at = at.plusSeconds(pause);
      assertThat(due(at, 0, log)).containsExactly(log);
    }
    for (int i = 0; i < 100; i++) schedule.failed(at, "no");
    assertThat(schedule.state(at).nextTry()).isEqualTo(at.plus(HOUR));
  }

  @Test
  void a_success_ends_the_waiting_and_the_failure_stays_visible() {
    schedule.failed(START, "no");
    schedule.covered(TRAFFIC, 5, 0, START.plusSeconds(10));

    var state = schedule.state(START.plusSeconds(11));
    assertThat(state.failing()).isFalse();
    assertThat(state.lastSuccess()).contains(START.plusSeconds(10));
    assertThat(state.lastFailure()).contains(new TimestampState.Failure(START, "no"));
    assertThat(state.nextTry()).isEqualTo(START.plusSeconds(10).plus(HOUR));
    assertThat(due(START.plusSeconds(11), 1, latest(RECORDS, 1))).hasSize(1);
  }

  @Test
  void a_clock_that_was_set_back_makes_no_wait_longer() {
    schedule.covered(TRAFFIC, 5, 0, START);

    assertThat(due(START.minus(Duration.ofDays(400)), 1, latest(TRAFFIC, 6))).hasSize(1);
  }
}
