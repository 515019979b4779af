@NullMarked
package probity.policy.diff;

import org.jspecify.annotations.NullMarked;
