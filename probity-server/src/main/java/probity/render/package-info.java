/// Writes the requirements document of a bundle as HTML and as PDF. Belongs to commands; the
/// gateway never loads it.
@NullMarked
package probity.render;

import org.jspecify.annotations.NullMarked;
