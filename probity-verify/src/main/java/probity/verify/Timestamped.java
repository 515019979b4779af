package probity.verify;

import java.time.Instant;

/// That the first `entries` of a log were there at `time`, says the authority `tsa`.
public record Timestamped(long entries, Instant time, String tsa) {}
