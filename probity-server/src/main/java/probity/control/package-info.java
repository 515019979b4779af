/// The control API: where people change what is in force, and the bundles in force themselves.
/// Everything that changes something is a signed statement; the log `records` remembers it.
@NullMarked
package probity.control;

import org.jspecify.annotations.NullMarked;
