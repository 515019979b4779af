/// JSON that others wrote.
@NullMarked
package probity.json;

import org.jspecify.annotations.NullMarked;
