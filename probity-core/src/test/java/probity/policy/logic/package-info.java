@NullMarked
package probity.policy.logic;

import org.jspecify.annotations.NullMarked;
