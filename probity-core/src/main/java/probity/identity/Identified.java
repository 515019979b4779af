package probity.identity;

import java.util.List;
import java.util.Optional;
import probity.exchange.Caller;
import probity.exchange.Credential;

/// The answer to "who is calling".
public sealed interface Identified {
  /// @param person the end user on whose behalf, as a token or a trusted proxy says; it reaches the
  ///   ledger as pseudonym alone
  /// @param routes ids of the routes on which the credential may be used; all of them where empty
  record Known(Caller caller, Credential credential, Optional<String> person, List<String> routes)
      implements Identified {
    public Known {
      routes = List.copyOf(routes);
    }

    /// Whether the credential may be used for what this route is for, or for no route at all.
    public boolean admits(Optional<String> route) {
      return routes.isEmpty() || route.filter(routes::contains).isPresent();
    }

    /// With the person that somebody else named, where this credential named none.
    Known orPerson(Optional<String> other) {
      return person.isPresent() ? this : new Known(caller, credential, other, routes);
    }
  }

  /// Nobody we know; `reason` is a word of the product (docs/identity.md has all of them).
  record Unknown(String reason) implements Identified {}
}
