/// Withheld fields: what stands on an entry in place of a text, and how that text is shown later.
@NullMarked
package probity.ledger.reveal;

import org.jspecify.annotations.NullMarked;
