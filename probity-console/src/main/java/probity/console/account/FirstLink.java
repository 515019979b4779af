package probity.console.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import probity.ledger.Hash;

/// The one link with which the first account is made. It lies nowhere but on the terminal of
/// whoever started the process, and is good for an hour and while there is no account.
final class FirstLink {
  private final AccountStore store;
  private final InstantSource clock;
  private final String token;
  private final Hash digest;
  private final Instant until;

  FirstLink(AccountStore store, Tokens tokens, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.token = tokens.token();
    this.digest = Tokens.digest(token);
    this.until = clock.instant().plus(AccountSettings.FIRST_LINK);
  }

  Optional<String> path() {
    return store.empty() ? Optional.of("/first/" + token) : Optional.empty();
  }

  boolean opens(String other) {
    return digest.equals(Tokens.digest(other)) && clock.instant().isBefore(until) && store.empty();
  }

  /// Does `work` if the link is still good: two who use it at once are one after the other.
  synchronized <T> Optional<T> use(String other, Supplier<T> work) {
    return opens(other) ? Optional.of(work.get()) : Optional.empty();
  }
}
