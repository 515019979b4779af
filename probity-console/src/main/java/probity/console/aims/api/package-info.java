/// The HTTP API of the registers, and its description.
@NullMarked
package probity.console.aims.api;

import org.jspecify.annotations.NullMarked;
