/// Comparing the ledger with what providers say they were asked. Pure: files are read elsewhere.
@NullMarked
package probity.reconcile;

import org.jspecify.annotations.NullMarked;
