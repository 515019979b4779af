package probity.policy.life;

import java.time.Duration;
import java.time.Instant;
import probity.ledger.UtcTime;

/// Bounds in time, and times of entries as milliseconds.
public final class Times {
  /// How long an emergency change holds with one signature: 72 hours.
  public static final Duration EMERGENCY = Duration.ofDays(3);

  /// How late a bundle may arrive after the time from which it was wanted.
  public static final Duration LATE_MAX = Duration.ofHours(1);

  /// How far ahead that time may be.
  public static final Duration AHEAD_MAX = Duration.ofDays(90);

  /// How far the clock of a person who signs may be off, for what holds at once.
  public static final Duration CLOCKS_MAX = Duration.ofMinutes(10);

  private Times() {}

  /// A time that was checked ([UtcTime#isValid]), in milliseconds since 1970.
  public static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  static String text(long millis) {
    return UtcTime.text(millis);
  }
}
