/// What the console shows of the gateway, read from index, ledger folder and the running gateway.
@NullMarked
package probity.server.traffic;

import org.jspecify.annotations.NullMarked;
