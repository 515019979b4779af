@NullMarked
package probity.policy.check;

import org.jspecify.annotations.NullMarked;
