/// Wiring, configuration and commands.
@NullMarked
package probity.server;

import org.jspecify.annotations.NullMarked;
