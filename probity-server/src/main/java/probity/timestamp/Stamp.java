package probity.timestamp;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a timestamp token says, once its signature was checked.
///
/// @param time when the stamped bytes were there (`genTime`)
/// @param accuracy how far `time` may be off either way; empty where the token does not say
/// @param authority subject of the certificate that signed, RFC 2253, cut to 300 characters
/// @param serial the authority's number of this token
/// @param policy OID of the policy under which it was made
public record Stamp(
    Instant time, Optional<Duration> accuracy, String authority, BigInteger serial, String policy) {

  /// For people; says what nobody looked at.
  public String sentence() {
    return time
        + accuracy.map(off -> " ± " + off.toNanos() / 1000 + " µs").orElse("")
        + " by `"
        + authority
        + "`, serial "
        + serial
        + ", policy "
        + policy
        + "; whether its certificates were revoked was not checked";
  }
}
