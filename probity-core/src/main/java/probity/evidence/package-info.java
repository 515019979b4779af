/// What is written of an exchange, and when it may go on: the intent before anything leaves, steps
/// and the outcome before the last byte.
@NullMarked
package probity.evidence;

import org.jspecify.annotations.NullMarked;
