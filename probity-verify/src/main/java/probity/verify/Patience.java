package probity.verify;

import java.time.Duration;

/// How often, and how far apart, a state is looked at again that a writer at work may be passing
/// through.
public record Patience(int tries, Duration pause) {
  /// About three seconds, many times the pace at which a gateway publishes.
  public static final Patience DEFAULT = new Patience(30, Duration.ofMillis(100));

  /// For a ledger that nobody writes to.
  public static final Patience NONE = new Patience(1, Duration.ZERO);

  public Patience {
    if (tries < 1) throw new IllegalArgumentException("at least one try");
  }

  void pauseOnce() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the writer", e);
    }
  }
}
