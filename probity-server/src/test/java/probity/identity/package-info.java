@NullMarked
package probity.identity;

import org.jspecify.annotations.NullMarked;
