/// The management system as people use it: registers, and what acts on them leave in ledger and
/// vault.
@NullMarked
package probity.console.aims;

import org.jspecify.annotations.NullMarked;
