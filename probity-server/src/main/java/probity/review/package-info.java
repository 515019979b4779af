/// Human review (docs/review.md): requests that wait for a person, decisions that a person looks at
/// afterwards, what reviewers read for it, and what they decide.
@NullMarked
package probity.review;

import org.jspecify.annotations.NullMarked;
