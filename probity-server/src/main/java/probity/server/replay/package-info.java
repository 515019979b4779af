/// Replays the decisions of a ledger folder by a candidate bundle.
@NullMarked
package probity.server.replay;

import org.jspecify.annotations.NullMarked;
