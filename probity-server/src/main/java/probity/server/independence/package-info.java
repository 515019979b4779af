/// How far the ledger is out of the hands of those whom it is to bind, with the evidence.
@NullMarked
package probity.server.independence;

import org.jspecify.annotations.NullMarked;
