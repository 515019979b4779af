/// Decides again what the ledger says was decided.
@NullMarked
package probity.reperform;

import org.jspecify.annotations.NullMarked;
