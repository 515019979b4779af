package probity.webhook;

import java.time.Duration;

/// How much is waited for a receiver, and for how long.
///
/// @param waitingMax notifications that wait for one receiver, without the one that is being sent;
///   one more is dropped and counted
/// @param attempts for one notification, the first one included
/// @param pause before the second attempt; twice as long before each further one
/// @param pauseMax the longest pause
/// @param drain at the end, for all receivers together
public record Bounds(
    int waitingMax, int attempts, Duration pause, Duration pauseMax, Duration drain) {

  /// With the pauses of the product.
  public Bounds(int waitingMax, int attempts) {
    this(
        waitingMax, attempts, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(5));
  }

  public Bounds {
    if (waitingMax < 1 || attempts < 1 || !pause.isPositive()) {
      throw new IllegalArgumentException("bounds of at least one were expected");
    }
  }

  /// Before the attempt that follows `made` others.
  Duration pauseAfter(int made) {
    var pauses = pause.multipliedBy(1L << Math.min(made - 1, 30));
    return pauses.compareTo(pauseMax) < 0 ? pauses : pauseMax;
  }
}
