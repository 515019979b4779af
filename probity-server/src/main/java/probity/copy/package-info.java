/// Copies of the published ledger in other places, which its operator cannot take back as easily.
@NullMarked
package probity.copy;

import org.jspecify.annotations.NullMarked;
