/// Commands that show and measure what detectors and models find.
@NullMarked
package probity.server.classify;

import org.jspecify.annotations.NullMarked;
