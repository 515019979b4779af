@NullMarked
package probity.witness;

import org.jspecify.annotations.NullMarked;
