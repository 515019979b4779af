/// Small HTTP servers beside the gateway, bounded in connections, time and bytes, answered on
/// virtual threads; and a client that asks at the address which was checked. The gateway itself
/// does not use them.
@NullMarked
package probity.http;

import org.jspecify.annotations.NullMarked;
