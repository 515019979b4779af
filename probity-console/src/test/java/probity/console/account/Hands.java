package probity.console.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock whose hands the test moves.
final class Hands implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-27T08:00:00Z");

  void move(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
