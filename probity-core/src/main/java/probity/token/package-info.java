/// Tokens that stand for found texts in a request and are texts again in its answer
/// (docs/tokens.md).
@NullMarked
package probity.token;

import org.jspecify.annotations.NullMarked;
