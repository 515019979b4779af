/// The life of bundles: who may sign one, what makes a proposal fit to go into force, and which one
/// is in force when, all from the entries of `records` (docs/life.md). Pure: no clock, no file.
@NullMarked
package probity.policy.life;

import org.jspecify.annotations.NullMarked;
