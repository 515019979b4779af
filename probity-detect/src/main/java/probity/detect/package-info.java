/// Models that run in this process and label texts by what they mean.
@NullMarked
package probity.detect;

import org.jspecify.annotations.NullMarked;
