/// The formats of OpenAI.
@NullMarked
package probity.wire.openai;

import org.jspecify.annotations.NullMarked;
