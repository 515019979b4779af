package probity.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The notifications that wait for one receiver. Any thread adds; one takes.
final class Outbox {
  private final int max;
  private final Deque<Message> waiting = new ArrayDeque<>();
  private long overflowed;
  private boolean closing;

  Outbox(int max) {
    this.max = max;
  }

  /// Adds it, or counts it where there is no room. Never blocks for long.
  synchronized void add(Message message) {
    if (closing || waiting.size() >= max) {
      overflowed++;
    } else {
      waiting.add(message);
      notifyAll();
    }
  }

  /// The oldest; waits for one. Empty when none will come.
  synchronized Optional<Message> take() throws InterruptedException {
    while (waiting.isEmpty() && !closing) wait();
    return Optional.ofNullable(waiting.poll());
  }

  /// Waits, but no longer than until the end begins; whether there may be another attempt.
  synchronized boolean pause(Duration pause) throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toMillis(); left > 0 && !closing; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return !closing;
  }

  /// How many found no room since it was asked last.
  synchronized long overflowed() {
    long found = overflowed;
    overflowed = 0;
    return found;
  }

  /// Takes no more in.
  synchronized void close() {
    closing = true;
    notifyAll();
  }

  /// How many still wait.
  synchronized int size() {
    return waiting.size();
  }
}
