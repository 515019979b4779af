/// Public keys of the issuers of tokens, fetched from where the configuration says.
@NullMarked
package probity.server.issuer;

import org.jspecify.annotations.NullMarked;
