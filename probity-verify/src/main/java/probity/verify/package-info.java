/// The verifier that an auditor runs offline: a ledger folder and public keys in, findings out.
///
/// Start reading at [probity.verify.LedgerCheck] (all logs) and [probity.verify.LogCheck] (one
/// log). Every check appends [probity.verify.Finding]s, never throws on bad evidence, and needs the
/// JDK and `probity.ledger` alone. What is checked, and why, stands in `docs/formats/ledger.md`.
@NullMarked
package probity.verify;

import org.jspecify.annotations.NullMarked;
