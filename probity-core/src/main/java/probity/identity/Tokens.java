package probity.identity;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import probity.ledger.Hash;

/// Verifies tokens of the issuers that are configured, and remembers by its hash a token that was
/// good, so that a signature is verified once. Safe for any thread.
final class Tokens {
  private static final int REMEMBERED_MAX = 10_000;

  private final Map<String, Issuer> issuers;
  private final IssuerKeys keys;
  private final Remembered remembered = new Remembered();

  Tokens(List<Issuer> issuers, IssuerKeys keys) {
    this.issuers =
        issuers.stream().collect(Collectors.toUnmodifiableMap(Issuer::name, Function.identity()));
    this.keys = keys;
  }

  /// What is known of a token.
  sealed interface Result {
    record Done(Identified identified) implements Result {}

    /// Its key is not among those of its issuer, or these are too old: to be asked again once they
    /// were fetched. `reason` if that does not help.
    record KeyMissing(String issuer, String reason) implements Result {}
  }

  /// A token whose signature was good under `key`.
  private record Good(String issuer, KeySet.Key key, Issuer.Said said) {}

  /// The tokens that were good and used last.
  private static final class Remembered extends LinkedHashMap<Hash, Good> {
    private static final long serialVersionUID = 1;

    Remembered() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Hash, Good> eldest) {
      return size() > REMEMBERED_MAX;
    }
  }

  Result identify(String token, long now) {
    if (token.length() > RawToken.BYTES_MAX) return refused("malformed-token");
    Hash hash = Hash.of(token.getBytes(StandardCharsets.US_ASCII));
    var known = recall(hash);
    return known.isPresent() ? again(hash, known.get(), now) : first(hash, token, now);
  }

  private Result again(Hash hash, Good good, long now) {
    var current = keys.of(good.issuer());
    if (current.isEmpty()) return new Result.KeyMissing(good.issuer(), "stale-keys");
    // A key that its issuer has taken back verifies nothing, whatever it verified before.
    if (!current.get().holds(good.key())) {
      forget(hash);
      return new Result.KeyMissing(good.issuer(), "unknown-key-id");
    }
    return timely(good.said(), now);
  }

  private Result first(Hash hash, String token, long now) {
    var parsed = RawToken.parse(token);
    if (parsed.isEmpty()) return refused("malformed-token");
    var raw = parsed.get();
    var issuer = raw.claims().text("iss").flatMap(name -> Optional.ofNullable(issuers.get(name)));
    if (issuer.isEmpty()) return refused("unknown-issuer");
    if (!issuer.get().algorithms().contains(raw.algorithm())) return refused("wrong-algorithm");
    String name = issuer.get().name();
    var current = keys.of(name);
    if (current.isEmpty()) return new Result.KeyMissing(name, "stale-keys");
    var key = current.get().find(raw.keyId());
    if (key.isEmpty()) return new Result.KeyMissing(name, "unknown-key-id");
    if (!raw.isSignedBy(key.get())) return refused("bad-signature");
    var said = issuer.get().read(raw.claims(), now);
    if (said.identified() instanceof Identified.Known && !said.validity().over(now)) {
      remember(hash, new Good(name, key.get(), said));
    }
    return timely(said, now);
  }

  private static Result timely(Issuer.Said said, long now) {
    if (said.validity().over(now)) return refused("token-expired");
    return said.validity().begun(now)
        ? new Result.Done(said.identified())
        : refused("token-not-yet");
  }

  private static Result refused(String reason) {
    return new Result.Done(new Identified.Unknown(reason));
  }

  private Optional<Good> recall(Hash hash) {
    synchronized (remembered) {
      return Optional.ofNullable(remembered.get(hash));
    }
  }

  private void remember(Hash hash, Good good) {
    synchronized (remembered) {
      remembered.put(hash, good);
    }
  }

  private void forget(Hash hash) {
    synchronized (remembered) {
      remembered.remove(hash);
    }
  }
}
