/// Decides the recorded facts of a period by a candidate bundle, and says which decisions change.
@NullMarked
package probity.replay;

import org.jspecify.annotations.NullMarked;
