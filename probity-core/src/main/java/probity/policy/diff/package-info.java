/// What changes from one bundle to another: what is declared, the rules, and what callers can do
/// now that they could not, with examples that were tried. Pure.
@NullMarked
package probity.policy.diff;

import org.jspecify.annotations.NullMarked;
