/// The web console: sessions, pages and what they have in common.
@NullMarked
package probity.console;

import org.jspecify.annotations.NullMarked;
