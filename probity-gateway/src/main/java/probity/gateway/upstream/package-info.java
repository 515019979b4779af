/// Calls to model providers: where they may go, over which connections, and what comes back.
@NullMarked
package probity.gateway.upstream;

import org.jspecify.annotations.NullMarked;
