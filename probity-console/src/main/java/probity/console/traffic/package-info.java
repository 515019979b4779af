/// What the console shows of the gateway and its ledger: records, reviews, bundles, documents,
/// health.
@NullMarked
package probity.console.traffic;

import org.jspecify.annotations.NullMarked;
