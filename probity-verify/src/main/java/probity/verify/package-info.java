/// The verifier that an auditor runs offline: a ledger folder and public keys in, findings out.
///
/// ```
/// TrustPolicy policy = TrustPolicy.parse(trustFile).orThrow();
/// Report report = new Verifier(new Trust.Keys(policy), Options.DEFAULT).verify(ledger);
/// if (!report.verified()) report.findings().forEach(System.out::println);
/// ```
///
/// Nothing can be verified without saying whom to trust: [probity.verify.Trust.Keys] are got by
/// another way than the folder, and [probity.verify.Trust.Folder] says in so many words that the
/// folder is to vouch for itself. A single proof is checked with [probity.ledger.ProofFile#verify],
/// which takes a policy too. Public for programs are [probity.verify.Verifier],
/// [probity.verify.Trust], [probity.verify.Options] with [probity.verify.Required],
/// [probity.verify.Patience], [probity.verify.Progress] and [probity.verify.TimestampChecker], and
/// [probity.verify.Report] with what is in it.
///
/// Start reading at [probity.verify.LedgerCheck] (all logs) and [probity.verify.LogCheck] (one
/// log). Every check appends [probity.verify.Finding]s, never throws on bad evidence, and needs the
/// JDK and `probity.ledger` alone. What is checked, and why, stands in `docs/formats/ledger.md`.
@NullMarked
package probity.verify;

import org.jspecify.annotations.NullMarked;
