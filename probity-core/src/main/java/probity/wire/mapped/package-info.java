/// Formats that a bundle declares by a mapping, without code: any HTTP endpoint of a model.
@NullMarked
package probity.wire.mapped;

import org.jspecify.annotations.NullMarked;
