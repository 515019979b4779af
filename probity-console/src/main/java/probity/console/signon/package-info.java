/// Single sign-on by an OpenID provider (OpenID Connect Core 1.0, authorization code with PKCE).
/// The provider says who somebody is; who may come in, and what they may do, is said here.
@NullMarked
package probity.console.signon;

import org.jspecify.annotations.NullMarked;
