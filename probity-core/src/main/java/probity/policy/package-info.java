/// The policy bundle: read from YAML, checked at load, and decided with.
@NullMarked
package probity.policy;

import org.jspecify.annotations.NullMarked;
