@NullMarked
package probity.copy;

import org.jspecify.annotations.NullMarked;
