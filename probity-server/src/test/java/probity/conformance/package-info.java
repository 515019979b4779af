/// Plants secrets in every place of every format and looks whether one comes through.
@NullMarked
package probity.conformance;

import org.jspecify.annotations.NullMarked;
