/// Which documents the text of a prompt came from.
@NullMarked
package probity.source;

import org.jspecify.annotations.NullMarked;
