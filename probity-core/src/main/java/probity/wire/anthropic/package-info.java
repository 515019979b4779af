/// The Messages API of Anthropic.
@NullMarked
package probity.wire.anthropic;

import org.jspecify.annotations.NullMarked;
