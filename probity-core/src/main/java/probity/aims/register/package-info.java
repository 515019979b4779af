/// Registers of the management system: what each holds, and what its records say.
@NullMarked
package probity.aims.register;

import org.jspecify.annotations.NullMarked;
