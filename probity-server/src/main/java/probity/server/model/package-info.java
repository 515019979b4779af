/// The models of this process, where there are any.
@NullMarked
package probity.server.model;

import org.jspecify.annotations.NullMarked;
