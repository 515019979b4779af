package probity.witness;

/// So many at once, and so many a minute for longer. Not thread-safe.
final class Rate {
  private static final double MINUTE = 60_000;

  private final double burst;
  private final double perMinute;
  private double left;
  private long at;

  /// @param now in milliseconds, as in [#take]
  Rate(int burst, int perMinute, long now) {
    this.burst = burst;
    this.perMinute = perMinute;
    this.left = burst;
    this.at = now;
  }

  /// Whether one more is within the rate; if so, it is counted.
  boolean take(long now) {
    // A clock that was set back gives nothing and takes nothing.
    left = Math.min(burst, left + Math.max(0, now - at) / MINUTE * perMinute);
    at = now;
    if (left < 1) return false;
    left--;
    return true;
  }
}
