@NullMarked
package probity.http;

import org.jspecify.annotations.NullMarked;
