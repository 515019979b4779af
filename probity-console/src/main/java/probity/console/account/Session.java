package probity.console.account;

import java.time.Instant;
import probity.console.Proof;
import probity.ledger.Hash;

/// Somebody who signed in, until they sign out or it is too old.
///
/// @param token digest of the token in the cookie, which is kept nowhere else
/// @param id names the session to its owner
/// @param proof the last time that its owner proved who they are
/// @param address from which it began
public record Session(
    Hash token,
    String id,
    String accountId,
    String csrf,
    Proof proof,
    Instant began,
    Instant used,
    String address) {}
