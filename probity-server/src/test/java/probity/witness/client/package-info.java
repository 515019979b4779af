@NullMarked
package probity.witness.client;

import org.jspecify.annotations.NullMarked;
