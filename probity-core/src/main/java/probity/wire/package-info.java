/// Formats on the wire: where each string of a body stands, what it is, and how to replace a part
/// of it while every other byte stays as it came.
@NullMarked
package probity.wire;

import org.jspecify.annotations.NullMarked;
