/// What commands need of the program around them.
@NullMarked
package probity.server.command;

import org.jspecify.annotations.NullMarked;
