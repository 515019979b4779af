/// The requirements document of a bundle: what a page of it says, without how it looks.
@NullMarked
package probity.policy.render;

import org.jspecify.annotations.NullMarked;
