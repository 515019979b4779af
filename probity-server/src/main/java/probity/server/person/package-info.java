/// Keys of people: made, kept and used on a person's own machine. The gateway knows their public
/// halves alone.
@NullMarked
package probity.server.person;

import org.jspecify.annotations.NullMarked;
