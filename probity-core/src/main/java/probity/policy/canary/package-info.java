/// Canaries without a gateway: what they would come to, and what they want answered.
@NullMarked
package probity.policy.canary;

import org.jspecify.annotations.NullMarked;
