package probity.console;

import java.util.Optional;

/// Finds who is behind a cookie.
public interface Sessions {
  /// The session of `token`, which counts as used now; empty when it is unknown, ended or too old,
  /// or its account or person is no longer there.
  Optional<SignedIn> find(String token);
}
