/// The ledger and the vault in one folder of plain files.
///
/// One writer thread makes drafts durable in journal segments; one sealer thread turns durable
/// entries into tiles, signs, and publishes. A start after a crash runs the sealer's own steps.
@NullMarked
package probity.store.file;

import org.jspecify.annotations.NullMarked;
