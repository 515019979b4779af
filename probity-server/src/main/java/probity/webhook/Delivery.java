package probity.webhook;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.http.PinnedPost;

/// Posts the notifications of one channel, one after the other, on a thread of its own.
///
/// A receiver that does not take one is asked again, so those behind it wait; what finds no room
/// then is dropped. An attempt may have arrived though its answer did not: a receiver knows it by
/// the id, which stays the same.
final class Delivery {
  private static final Logger LOG = Logger.getLogger(Delivery.class.getName());
  private static final String JSON = "application/json";
  private static final int ID_BYTES = 16;

  private final Receiver receiver;
  private final Bounds bounds;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Outbox outbox;
  private final Thread thread;

  // Owned by the thread.
  private long lost;

  Delivery(Receiver receiver, Bounds bounds, InstantSource clock, SecureRandom random) {
    this.receiver = receiver;
    this.bounds = bounds;
    this.clock = clock;
    this.random = random;
    this.outbox = new Outbox(bounds.waitingMax());
    this.thread = Thread.ofVirtual().name("webhook-" + receiver.channel()).unstarted(this::run);
  }

  String channel() {
    return receiver.channel();
  }

  void start() {
    thread.start();
  }

  void add(Message message) {
    outbox.add(message);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var next = outbox.take();
        if (next.isEmpty()) break;
        deliver(next.get());
      }
    } catch (InterruptedException closing) {
      // What waits is counted below.
    } finally {
      tellOfOverflow();
      int left = outbox.size();
      if (left > 0) tell("{0} notifications were not sent before the end", left);
    }
  }

  /// What became of an attempt.
  private sealed interface Attempt {
    record Taken() implements Attempt {}

    /// @param again whether another attempt may go better
    record Failed(String detail, boolean again) implements Attempt {}
  }

  private void deliver(Message message) throws InterruptedException {
    var body = message.body();
    String id = id();
    for (int made = 1; ; made++) {
      var attempt = attempt(id, body);
      tellOfOverflow();
      if (!(attempt instanceof Attempt.Failed(var detail, var again))) return;
      if (!again || made == bounds.attempts() || !waited(made, detail)) {
        lost++;
        tell(
            "the notification of record {0} was dropped at attempt {1}: {2}; {3} dropped so far",
            message.record().isEmpty() ? "none" : message.record(), made, detail, lost);
        return;
      }
    }
  }

  /// Waits before the next attempt; false where there is none, since the end has begun or is over.
  private boolean waited(int made, String detail) throws InterruptedException {
    // Once for each notification: enough to see a receiver that is down or named wrongly.
    if (made == 1) tell("its receiver did not take a notification: {0}", detail);
    return !Thread.currentThread().isInterrupted() && outbox.pause(bounds.pauseAfter(made));
  }

  private Attempt attempt(String id, byte[] body) {
    try {
      return read(
          receiver
              .http()
              .post(receiver.origin(), receiver.path(), JSON, JSON, headers(id, body), body));
    } catch (RuntimeException e) {
      // One notification must not end the thread that sends all others.
      return new Attempt.Failed("it could not be sent (" + e.getClass().getName() + ")", true);
    }
  }

  private static Attempt read(PinnedPost.Posted posted) {
    return switch (posted) {
      case PinnedPost.Posted.Failed(var detail) -> new Attempt.Failed(detail, true);
      case PinnedPost.Posted.Answered(var answer) -> {
        int status = answer.status();
        if (status >= 200 && status < 300) yield new Attempt.Taken();
        if (status >= 300 && status < 400) {
          yield new Attempt.Failed(
              "it answered " + status + ", a redirect, which is never followed", false);
        }
        yield new Attempt.Failed(
            "it answered " + status + ", a status from 200 to 299 was expected", true);
      }
    };
  }

  private Map<String, String> headers(String id, byte[] body) {
    long seconds = clock.millis() / 1000;
    var headers = new LinkedHashMap<String, String>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(seconds));
    receiver.key().ifPresent(key -> headers.put("webhook-signature", key.sign(id, seconds, body)));
    return headers;
  }

  private String id() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "msg_" + HexFormat.of().formatHex(bytes);
  }

  private void tellOfOverflow() {
    long overflowed = outbox.overflowed();
    if (overflowed == 0) return;
    lost += overflowed;
    tell(
        "{0} notifications were dropped, as {1} waited for its receiver; {2} dropped so far",
        overflowed, bounds.waitingMax(), lost);
  }

  /// Numbers are written out, since a log line would group their digits.
  private void tell(String sentence, Object... words) {
    var texts = new Object[words.length];
    for (int i = 0; i < words.length; i++) texts[i] = String.valueOf(words[i]);
    LOG.log(Level.WARNING, "channel `" + receiver.channel() + "`: " + sentence, texts);
  }

  /// Takes no more in; what waits is tried once.
  void close() {
    outbox.close();
  }

  /// Waits for the end, at most `longest`, then makes one.
  void end(Duration longest) throws InterruptedException {
    if (longest.isPositive() && thread.join(longest)) return;
    thread.interrupt();
    // It closes its connection and says what it leaves.
    thread.join(Duration.ofSeconds(1));
  }
}
