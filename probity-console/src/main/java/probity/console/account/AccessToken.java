package probity.console.account;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import probity.ledger.Hash;

/// Lets a program act for the person of an account until it is revoked or too old.
///
/// @param token digest of the token, which is kept nowhere else
/// @param id names it to its owner
/// @param name that its owner gave it
/// @param used the last day on which it was
/// @param until from then on it opens nothing
public record AccessToken(
    Hash token,
    String id,
    String accountId,
    String name,
    Instant made,
    Optional<LocalDate> used,
    Instant until) {}
