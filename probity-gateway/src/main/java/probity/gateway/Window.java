package probity.gateway;

import java.time.Duration;

/// A sum over the last so much time, kept in 60 parts: what is older than the window by a part of
/// it is gone, and nothing younger is. Safe for any thread.
final class Window {
  private static final int PARTS = 60;

  /// More than any limit, and far enough from an overflow.
  private static final long FULL = Long.MAX_VALUE / 4;

  private final long partMillis;

  /// Part `n` of time lies at `n % (PARTS + 1)`: one more, so that the oldest is whole.
  private final long[] sums = new long[PARTS + 1];

  private long newest = Long.MIN_VALUE;

  Window(Duration length) {
    partMillis = Math.max(1, length.toMillis() / PARTS);
  }

  /// One that stands above every limit, and for the whole of its length.
  static Window full(Duration length, long now) {
    var window = new Window(length);
    window.add(now, FULL);
    return window;
  }

  /// Adds `amount` at `now`; gives the sum before.
  synchronized long add(long now, long amount) {
    move(now);
    long before = sum();
    int part = index(newest);
    sums[part] = Math.clamp(sums[part] + amount, 0, FULL);
    return before;
  }

  synchronized boolean isEmpty(long now) {
    move(now);
    return sum() == 0;
  }

  /// Seconds until the oldest of what is counted leaves the window, at least one.
  synchronized long secondsUntilLower(long now) {
    move(now);
    for (long part = newest - PARTS; part <= newest; part++) {
      if (sums[index(part)] > 0) {
        long leaves = (part + PARTS + 1) * partMillis;
        return Math.max(1, Math.ceilDiv(leaves - now, 1000));
      }
    }
    return 1;
  }

  private long sum() {
    long sum = 0;
    for (long part : sums) sum = Math.min(FULL, sum + part);
    return sum;
  }

  /// A clock that goes back adds to the newest part.
  private void move(long now) {
    long part = Math.floorDiv(now, partMillis);
    if (part <= newest) return;
    long steps = newest == Long.MIN_VALUE ? PARTS + 1 : Math.min(PARTS + 1, part - newest);
    for (long i = 0; i < steps; i++) sums[index(part - i)] = 0;
    newest = part;
  }

  private static int index(long part) {
    return (int) Math.floorMod(part, (long) PARTS + 1);
  }
}
