package probity.verify;

import java.time.Instant;

/// Checks an RFC 3161 timestamp token, which takes more than the JDK: whoever runs the verifier
/// gives it one of these, or one that answers [NotChecked].
public interface TimestampChecker {
  /// Whether `token` is a good timestamp of `stamped`. Bounded, offline, and never throws: what
  /// cannot be read is [Invalid].
  ///
  /// @param token DER of a TimeStampToken, from outside
  /// @param stamped the bytes whose SHA-256 the token must state
  Result check(byte[] token, byte[] stamped);

  /// What a check found.
  sealed interface Result {
    /// The token is good and by an authority that is trusted.
    ///
    /// @param time when the bytes were there, says the authority
    /// @param tsa the authority's name, from its certificate
    record Valid(Instant time, String tsa) implements Result {}

    /// Something is wrong with it; `detail` says what.
    record Invalid(String detail) implements Result {}

    /// Nothing was found wrong, but it proves nothing either; `reason` says what was missing.
    record NotChecked(String reason) implements Result {}
  }
}
