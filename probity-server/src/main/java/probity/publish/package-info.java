/// What is published under `ledger/`, read as a stranger may read it, and served over HTTP.
@NullMarked
package probity.publish;

import org.jspecify.annotations.NullMarked;
