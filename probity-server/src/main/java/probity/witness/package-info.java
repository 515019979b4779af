/// A witness of transparency logs (C2SP tlog-witness): cosigns a log's checkpoint when it follows
/// from the last one it cosigned, keeps every signed checkpoint that it saw, and both sides of a
/// contradiction.
@NullMarked
package probity.witness;

import org.jspecify.annotations.NullMarked;
