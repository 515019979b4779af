/// Who is calling: a credential in, a caller or a reason out.
@NullMarked
package probity.identity;

import org.jspecify.annotations.NullMarked;
