@NullMarked
package probity.fuzz;

import org.jspecify.annotations.NullMarked;
