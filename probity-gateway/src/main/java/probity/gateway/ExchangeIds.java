package probity.gateway;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import probity.ledger.Ulid;

/// Makes the ids of exchanges. Safe for any thread if `random` is.
public record ExchangeIds(InstantSource clock, RandomGenerator random) {
  Ulid next() {
    return Ulid.of(clock.millis(), random.nextInt(1 << 16), random.nextLong());
  }
}
