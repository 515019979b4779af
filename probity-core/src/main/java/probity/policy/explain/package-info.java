/// Why something was decided as it was, rule by rule, from what the ledger recorded. Pure.
@NullMarked
package probity.policy.explain;

import org.jspecify.annotations.NullMarked;
