/// The management system by ISO/IEC 42001:2023: what the standard numbers.
@NullMarked
package probity.aims;

import org.jspecify.annotations.NullMarked;
