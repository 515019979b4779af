package probity.canary;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import probity.evidence.Journal;
import probity.evidence.Subjects;
import probity.gateway.Limits;
import probity.gateway.upstream.Transport;

/// What canaries share with traffic.
///
/// @param ledger where both are recorded
/// @param pool reads large bodies
public record Surroundings(
    Transport transport,
    Limits limits,
    ExecutorService pool,
    Journal ledger,
    Subjects vault,
    InstantSource clock,
    SecureRandom random) {}
