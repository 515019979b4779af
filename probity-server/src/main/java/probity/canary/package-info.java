/// Synthetic requests through the real path, so that controls are seen to operate although traffic
/// may not trigger them (docs/canaries.md).
@NullMarked
package probity.canary;

import org.jspecify.annotations.NullMarked;
