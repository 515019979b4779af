package probity.identity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import probity.exchange.Credential;
import probity.ledger.Hash;

/// The keys of all callers. A caller may have several at once, so that a new one can be given out
/// before the old one ends.
public final class ApiKeys {
  private static final Pattern KEY =
      Pattern.compile("pk_([a-z0-9][a-z0-9.-]{0,63})_[A-Za-z0-9_-]{43}");

  /// A key of this gateway inside another text.
  private static final Pattern INSIDE =
      Pattern.compile("pk_[a-z0-9][a-z0-9.-]{0,63}_[A-Za-z0-9_-]{43}");

  private final Map<String, List<ApiKey>> byCaller;

  public ApiKeys(List<ApiKey> keys) {
    byCaller =
        keys.stream()
            .collect(
                Collectors.collectingAndThen(
                    Collectors.groupingBy(key -> key.caller().id()), Map::copyOf));
  }

  /// Whether a text holds what looks like a key of this gateway.
  static boolean isIn(String text) {
    return text.contains("pk_") && INSIDE.matcher(text).find();
  }

  /// Whose key `presented` is. The comparison takes the same time wherever two hashes differ;
  /// whether an id exists is no secret, since ids stand in the clear in every key.
  Identified identify(String presented, long now) {
    var form = KEY.matcher(presented);
    if (!form.matches()) return new Identified.Unknown("malformed-key");
    var keys = byCaller.getOrDefault(form.group(1), List.of());
    Hash hash = Hash.of(presented.getBytes(StandardCharsets.US_ASCII));
    return keys.stream()
        .filter(key -> key.sha256().equals(hash))
        .findFirst()
        .map(key -> use(key, now))
        .orElseGet(() -> new Identified.Unknown("unknown-key"));
  }

  private static Identified use(ApiKey key, long now) {
    if (!key.active()) return new Identified.Unknown("key-revoked");
    if (!key.validity().begun(now)) return new Identified.Unknown("key-not-yet");
    if (key.validity().over(now)) return new Identified.Unknown("key-expired");
    return new Identified.Known(key.caller(), Credential.API_KEY, Optional.empty(), key.routes());
  }
}
