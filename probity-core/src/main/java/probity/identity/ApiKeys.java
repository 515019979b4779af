package probity.identity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import probity.ledger.Hash;

/// The keys of all callers.
public final class ApiKeys {
  private static final Pattern KEY =
      Pattern.compile("pk_([a-z0-9][a-z0-9.-]{0,63})_[A-Za-z0-9_-]{43}");
  private static final String SCHEME = "bearer ";

  /// A key of this gateway inside another text.
  private static final Pattern INSIDE =
      Pattern.compile("pk_[a-z0-9][a-z0-9.-]{0,63}_[A-Za-z0-9_-]{43}");

  private final Map<String, ApiKey> byCaller;

  /// One key per caller.
  public ApiKeys(List<ApiKey> keys) {
    byCaller =
        keys.stream()
            .collect(Collectors.toUnmodifiableMap(k -> k.caller().id(), Function.identity()));
  }

  /// Whether a text that is not an `Authorization` header holds what looks like a key of this
  /// gateway. Such a text goes nowhere.
  public static boolean isIn(String text) {
    return text.contains("pk_") && INSIDE.matcher(text).find();
  }

  /// Reads an `Authorization: Bearer` header. The comparison takes the same time wherever two
  /// hashes differ; whether an id exists is no secret, since ids stand in the clear in every key.
  public Identified identify(Optional<String> authorization) {
    if (authorization.isEmpty()) return new Identified.Unknown("no-key");
    String header = authorization.get();
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Identified.Unknown("malformed-key");
    }
    String presented = header.substring(SCHEME.length()).strip();
    var form = KEY.matcher(presented);
    if (!form.matches()) return new Identified.Unknown("malformed-key");
    ApiKey known = byCaller.get(form.group(1));
    Hash hash = Hash.of(presented.getBytes(StandardCharsets.US_ASCII));
    return known != null && known.sha256().equals(hash)
        ? new Identified.Known(known.caller())
        : new Identified.Unknown("unknown-key");
  }
}
