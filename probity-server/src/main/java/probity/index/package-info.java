/// The index: what the published ledger says, in a form in which it can be searched. A projection;
/// the ledger is the truth.
@NullMarked
package probity.index;

import org.jspecify.annotations.NullMarked;
