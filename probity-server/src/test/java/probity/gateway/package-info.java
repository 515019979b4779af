@NullMarked
package probity.gateway;

import org.jspecify.annotations.NullMarked;
