package probity.review;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// How often each person has read content lately: at most 60 times a minute.
final class Readings {
  private static final int MAX = 60;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /// Times of readings by person; there are no more people than are enrolled.
  private final Map<String, ArrayDeque<Long>> times = new HashMap<>();

  /// Counts one more, unless that is too many.
  synchronized boolean take(String person, long millis) {
    var mine = times.computeIfAbsent(person, _ -> new ArrayDeque<>());
    while (!mine.isEmpty() && mine.peek() <= millis - WINDOW.toMillis()) mine.poll();
    if (mine.size() >= MAX) return false;
    mine.add(millis);
    return true;
  }
}
