/// What one exchange is made of: who calls, what was asked, what was found in it, and the closed
/// record of facts that policy decides on.
@NullMarked
package probity.exchange;

import org.jspecify.annotations.NullMarked;
