package probity.timestamp;

import java.time.Instant;
import java.util.Optional;

/// How timestamps of one authority are doing, at one moment.
///
/// @param authority its word in the configuration
/// @param failing whether the newest attempt failed
/// @param nextTry not before this; where nothing new was written, later
public record TimestampState(
    String authority,
    boolean failing,
    Optional<Instant> lastSuccess,
    Optional<Failure> lastFailure,
    Instant nextTry) {

  /// An attempt that brought no anchor.
  public record Failure(Instant at, String detail) {}
}
