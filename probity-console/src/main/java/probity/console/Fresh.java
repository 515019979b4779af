package probity.console;

import java.time.Instant;
import java.util.Optional;

/// That a person proved who they are not long ago, for a purpose.
///
/// @param assertion over the challenge of the purpose, where a passkey was used for it
public record Fresh(Proof.Method method, Instant at, Optional<Assertion> assertion) {}
