/// Detectors: what is found in texts, in one piece or as they stream.
@NullMarked
package probity.classify;

import org.jspecify.annotations.NullMarked;
