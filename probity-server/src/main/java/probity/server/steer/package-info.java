/// What the management system's pages ask of a running gateway: which bundle decides, and what
/// passed.
@NullMarked
package probity.server.steer;

import org.jspecify.annotations.NullMarked;
