/// The commands `./probity policy …`: bundles as their authors and approvers handle them. Knows
/// neither the wiring nor the stores: what a configuration says comes as an `Installation`.
@NullMarked
package probity.server.policy;

import org.jspecify.annotations.NullMarked;
