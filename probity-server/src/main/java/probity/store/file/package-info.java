/// The ledger and the vault in one folder of plain files.
///
/// Writing has two halves: [Writer] makes signed entries from drafts, [Sequencer] gives them their
/// places and makes them durable in journal segments. One sealer thread turns durable entries into
/// tiles, signs, and publishes. A start after a crash runs the sealer's own steps.
@NullMarked
package probity.store.file;

import org.jspecify.annotations.NullMarked;
