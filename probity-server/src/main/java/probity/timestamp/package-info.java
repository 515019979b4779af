/// RFC 3161 timestamps of checkpoints: outside authorities say when a checkpoint was there.
///
/// Start reading at [probity.timestamp.TimestampCheck] (offline: is a token good) and
/// [probity.timestamp.Timestamps] (asks authorities and writes `anchor` entries). BouncyCastle
/// reads and verifies tokens as an object; nothing is installed in the process.
@NullMarked
package probity.timestamp;

import org.jspecify.annotations.NullMarked;
