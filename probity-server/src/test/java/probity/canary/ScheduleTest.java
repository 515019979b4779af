package probity.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import probity.exchange.Facts;
import probity.policy.Canary;

class ScheduleTest {
  private static final long MINUTE = 60_000;

  private final Schedule schedule = new Schedule(new Random(7));
  private final Canary often = canary("often", 5);
  private final Canary seldom = canary("seldom", 60);

  static Canary canary(String id, int minutes) {
    return new Canary(
        id,
        "R-1",
        List.of("test:1"),
        "chat",
        "POST",
        List.of(),
        List.of(),
        Duration.ofMinutes(minutes),
        "{}",
        new Canary.Answer("", "", ""),
        new Canary.Expected(Facts.Phase.REQUEST, true, "rule", new TreeSet<>(), List.of()),
        "canaries/all.yaml",
        1);
  }

  @Test
  void a_new_one_is_due_at_once_and_the_one_that_waits_longest_comes_first() {
    schedule.keep(List.of(seldom), 1000);
    schedule.keep(List.of(often, seldom), 2000);

    assertThat(schedule.due(2000)).contains(seldom);
    schedule.begun(seldom, 2000);
    assertThat(schedule.due(2000)).contains(often);
    schedule.begun(often, 2000);
    assertThat(schedule.due(2000)).isEmpty();
  }

  @Test
  void it_is_due_once_in_each_period_and_not_always_at_the_same_moment() {
    schedule.keep(List.of(often), 0);
    var pauses = new TreeSet<Long>();
    long begun = 0;
    for (long now = 0; now < 500 * MINUTE; now += 1000) {
      if (schedule.due(now).isEmpty()) continue;
      schedule.begun(often, now);
      if (now > 0) pauses.add(now - begun);
      begun = now;
    }

    assertThat(pauses).hasSizeGreaterThan(5);
    assertThat(pauses.first()).isGreaterThanOrEqualTo(9 * MINUTE / 2);
    assertThat(pauses.last()).isLessThanOrEqualTo(5 * MINUTE + 1000);
  }

  @Test
  void one_that_changed_is_new_and_one_that_is_gone_is_forgotten() {
    schedule.keep(List.of(often, seldom), 0);
    schedule.begun(often, 0);
    schedule.begun(seldom, 0);

    schedule.keep(List.of(canary("often", 6)), 1000);

    assertThat(schedule.due(1000)).contains(canary("often", 6));
    assertThat(schedule.due(100 * MINUTE).orElseThrow().id()).isEqualTo("often");
  }

  @Test
  void one_without_a_result_for_two_periods_is_told_once_until_it_has_one() {
    schedule.keep(List.of(often), 0);
    schedule.begun(often, 0);

    assertThat(schedule.newlyOverdue(10 * MINUTE)).isEmpty();
    assertThat(schedule.newlyOverdue(10 * MINUTE + 1)).containsExactly(often);
    assertThat(schedule.isOverdue("often")).isTrue();
    assertThat(schedule.newlyOverdue(11 * MINUTE)).isEmpty();
    schedule.ended(often, 12 * MINUTE);
    assertThat(schedule.isOverdue("often")).isFalse();
    assertThat(schedule.newlyOverdue(22 * MINUTE + 1)).containsExactly(often);
  }
}
