package probity.console.account;

import java.time.Instant;
import probity.ledger.Hash;

/// A link with which a person makes an account for themselves, once.
///
/// @param token digest of the token in the link
/// @param byPersonId who invited; empty for whoever runs the process
public record Invitation(Hash token, String personId, Instant until, String byPersonId) {}
