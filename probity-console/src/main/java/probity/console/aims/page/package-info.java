/// Pages of the registers, all made from the descriptions of registers alone.
@NullMarked
package probity.console.aims.page;

import org.jspecify.annotations.NullMarked;
