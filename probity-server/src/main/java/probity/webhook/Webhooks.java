package probity.webhook;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Posts notifications to the receivers of their channels.
///
/// Nothing is kept over a restart: the record that a notification tells of is in the ledger, and
/// its line in the log. Order is kept within a channel, and one receiver never waits for another.
public final class Webhooks implements AutoCloseable {
  private final Map<String, Delivery> deliveries;
  private final Duration drain;

  private Webhooks(Map<String, Delivery> deliveries, Duration drain) {
    this.deliveries = deliveries;
    this.drain = drain;
  }

  /// @param receivers at most one for each channel
  public static Webhooks start(
      Collection<Receiver> receivers, Bounds bounds, InstantSource clock, SecureRandom random) {
    var deliveries =
        receivers.stream()
            .map(receiver -> new Delivery(receiver, bounds, clock, random))
            .collect(Collectors.toUnmodifiableMap(Delivery::channel, Function.identity()));
    deliveries.values().forEach(Delivery::start);
    return new Webhooks(deliveries, bounds.drain());
  }

  /// Posts it soon, where its channel has a receiver. Any thread may call; never blocks for long.
  public void post(Message message) {
    Optional.ofNullable(deliveries.get(message.channel()))
        .ifPresent(delivery -> delivery.add(message));
  }

  /// Takes no more in and gives what waits a bounded time: each is tried once more.
  @Override
  public void close() {
    deliveries.values().forEach(Delivery::close);
    long deadline = System.nanoTime() + drain.toNanos();
    try {
      for (Delivery delivery : deliveries.values()) {
        delivery.end(Duration.ofNanos(deadline - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
