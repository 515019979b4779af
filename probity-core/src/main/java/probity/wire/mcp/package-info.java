/// The Model Context Protocol over streamable HTTP.
@NullMarked
package probity.wire.mcp;

import org.jspecify.annotations.NullMarked;
