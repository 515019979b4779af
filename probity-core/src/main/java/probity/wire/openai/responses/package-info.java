/// The Responses API of OpenAI.
@NullMarked
package probity.wire.openai.responses;

import org.jspecify.annotations.NullMarked;
