package probity.evidence;

import probity.exchange.Facts;
import probity.ledger.Hash;

/// An exchange whose intent is durable: from here on it ends in exactly one outcome.
///
/// @param facts the request's
/// @param intent leaf hash of the intent
/// @param decided the time on the intent
/// @param receipt of the intent, for the caller; empty where the journal gives none
public record Opened(
    Exchange exchange, Facts facts, SubjectKey key, Hash intent, String decided, String receipt) {}
