/// Notifications that are posted to the receivers of channels, by the conventions of Standard
/// Webhooks 1.0.0; beside exchanges, never in their way.
@NullMarked
package probity.webhook;

import org.jspecify.annotations.NullMarked;
