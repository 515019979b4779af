/// What registers say together, and where they contradict bundle and traffic: the Statement of
/// Applicability as one document, differences, how risks lie, what an assessment asks of the
/// bundle.
@NullMarked
package probity.aims.steer;

import org.jspecify.annotations.NullMarked;
