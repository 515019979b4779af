package probity.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a workload, `spiffe://trust-domain/path` (SPIFFE-ID section 2), with a path.
public record SpiffeId(String text) {
  private static final int LENGTH_MAX = 2048;
  private static final String SEGMENT = "/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._-]+";
  private static final Pattern FORM =
      Pattern.compile("spiffe://[a-z0-9._-]{1,255}(?:" + SEGMENT + ")+");

  public SpiffeId {
    if (!isId(text)) throw new IllegalArgumentException("not a spiffe id with a path");
  }

  private static boolean isId(String text) {
    return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
  }

  /// Empty for anything else: no other scheme, no port or query, no escapes, no empty or dot
  /// segment.
  public static Optional<SpiffeId> parse(String text) {
    return isId(text) ? Optional.of(new SpiffeId(text)) : Optional.empty();
  }
}
