/// Shows that the rules of a bundle keep its invariants, or gives a counter-example. A tool for
/// those who write bundles; no gateway loads it.
@NullMarked
package probity.prove;

import org.jspecify.annotations.NullMarked;
