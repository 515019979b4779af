@NullMarked
package probity.publish;

import org.jspecify.annotations.NullMarked;
