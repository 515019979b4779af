/// What conditions come to, found by reasoning and not by trying: whether one can hold at all, and
/// whether one holds wherever another does. What it says is certain; what it does not say is not
/// known. Pure.
@NullMarked
package probity.policy.logic;

import org.jspecify.annotations.NullMarked;
