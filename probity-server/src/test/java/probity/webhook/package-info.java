@NullMarked
package probity.webhook;

import org.jspecify.annotations.NullMarked;
