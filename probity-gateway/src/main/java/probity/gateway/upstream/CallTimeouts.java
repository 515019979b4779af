package probity.gateway.upstream;

import java.time.Duration;

/// How long each phase of a call may take.
///
/// @param firstByte from the request's last byte to the answer's head
/// @param idle between two pieces of an answer
public record CallTimeouts(Duration connect, Duration firstByte, Duration idle) {}
