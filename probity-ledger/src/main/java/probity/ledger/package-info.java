/// The evidence formats, on the JDK alone: canonical JSON, signed notes, the chain of a series, the
/// Merkle tree with its tiles, checkpoints and trust policies.
///
/// Everything here is pure: bytes in, values out. Formats: C2SP signed-note, tlog-checkpoint,
/// tlog-tiles and tlog-policy; RFC 6962 section 2.1 for hashes; RFC 8785 for JSON.
/// `docs/formats/ledger.md` says how they fit together.
@NullMarked
package probity.ledger;

import org.jspecify.annotations.NullMarked;
