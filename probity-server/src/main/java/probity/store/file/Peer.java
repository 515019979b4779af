package probity.store.file;

import java.time.Instant;

/// A process that is connected to the ledger's socket.
///
/// @param writer its part in the names of series
/// @param user as the system says, or empty where it does not
/// @param group likewise
public record Peer(String writer, String user, String group, Instant since) {}
