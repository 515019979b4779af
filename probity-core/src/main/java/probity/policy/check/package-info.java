/// Looks for what loads and is probably wrong all the same: words that nothing uses, rules that can
/// do nothing, tests that show nothing. Pure.
@NullMarked
package probity.policy.check;

import org.jspecify.annotations.NullMarked;
