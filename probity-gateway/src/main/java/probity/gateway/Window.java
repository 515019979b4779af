package probity.gateway;

import java.nio.ByteBuffer;
import java.time.Duration;

/// A sum over the last so much time, kept in 60 parts: what is older than the window by a part of
/// it is gone, and nothing younger is. Safe for any thread.
final class Window {
  private static final int PARTS = 60;

  /// What [#write] takes at most: length of a part, newest part, which parts are there, their sums.
  static final int BYTES_MAX = (3 + PARTS + 1) * Long.BYTES;

  /// More than any limit, and far enough from an overflow.
  private static final long FULL = Long.MAX_VALUE / 4;

  private final long partMillis;

  /// Part `n` of time lies at `n % (PARTS + 1)`: one more, so that the oldest is whole.
  private final long[] sums = new long[PARTS + 1];

  private long newest = Long.MIN_VALUE;

  Window(Duration length) {
    this(Math.max(1, length.toMillis() / PARTS));
  }

  private Window(long partMillis) {
    this.partMillis = partMillis;
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

  /// Writes it for a later process: parts that stand at zero are left out.
  synchronized void write(ByteBuffer to) {
    long there = 0;
    for (int age = 0; age <= PARTS; age++) if (sums[index(newest - age)] > 0) there |= 1L << age;
    to.putLong(partMillis).putLong(newest).putLong(there);
    for (int age = 0; age <= PARTS; age++) {
      if (sums[index(newest - age)] > 0) to.putLong(sums[index(newest - age)]);
    }
  }

  /// What [#write] wrote; throws [IllegalArgumentException] or [java.nio.BufferUnderflowException]
  /// where it is no such thing.
  static Window read(ByteBuffer from) {
    long partMillis = from.getLong();
    if (partMillis < 1) throw new IllegalArgumentException("a part of a window has no length");
    var window = new Window(partMillis);
    window.newest = from.getLong();
    long there = from.getLong();
    if (there >>> (PARTS + 1) != 0) throw new IllegalArgumentException("a window has more parts");
    for (int age = 0; age <= PARTS; age++) {
      if ((there & 1L << age) == 0) continue;
      long sum = from.getLong();
      if (sum < 1 || sum > FULL) throw new IllegalArgumentException("a sum is out of bounds");
      window.sums[index(window.newest - age)] = sum;
    }
    return window;
  }

  /// Where the newest part lies after `now`, lets it be now's, and those before it as far before it
  /// as they were: nothing is forgotten, and nothing counts for longer than the window. Whether it
  /// did.
  synchronized boolean bringBack(long now) {
    long part = Math.floorDiv(now, partMillis);
    if (newest <= part) return false;
    var old = sums.clone();
    for (int age = 0; age <= PARTS; age++) sums[index(part - age)] = old[index(newest - age)];
    newest = part;
    return true;
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
