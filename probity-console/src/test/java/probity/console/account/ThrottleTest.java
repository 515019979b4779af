package probity.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final Hands clock = new Hands();
  private final Throttle throttle = new Throttle(3, clock);

  @Test
  void after_the_free_attempts_each_one_waits_twice_as_long() {
    for (int i = 0; i < 3; i++) assertThat(throttle.attempt("ada")).isEmpty();

    for (int seconds = 1; seconds <= 512; seconds *= 2) {
      assertThat(throttle.attempt("ada")).contains(Duration.ofSeconds(seconds));
      clock.move(Duration.ofSeconds(seconds));
      assertThat(throttle.attempt("ada")).isEmpty();
    }
    assertThat(throttle.attempt("ada")).contains(Duration.ofMinutes(15));
  }

  @Test
  void one_who_is_slowed_down_slows_nobody_else() {
    for (int i = 0; i < 4; i++) throttle.attempt("ada");

    assertThat(throttle.attempt("ada")).isPresent();
    assertThat(throttle.attempt("ben")).isEmpty();
  }

  @Test
  void success_and_time_forget_what_failed() {
    for (int i = 0; i < 4; i++) throttle.attempt("ada");
    throttle.succeeded("ada");
    assertThat(throttle.attempt("ada")).isEmpty();

    for (int i = 0; i < 4; i++) throttle.attempt("ben");
    clock.move(Duration.ofHours(2));
    for (int i = 0; i < 3; i++) assertThat(throttle.attempt("ben")).isEmpty();
  }
}
