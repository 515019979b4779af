/// All formats by their names.
@NullMarked
package probity.wire.formats;

import org.jspecify.annotations.NullMarked;
