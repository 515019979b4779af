/// `./probity review`: what reviewers do, over the control API and with their own keys
/// (docs/review.md).
@NullMarked
package probity.server.review;

import org.jspecify.annotations.NullMarked;
