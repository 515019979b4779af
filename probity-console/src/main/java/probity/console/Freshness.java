package probity.console;

import java.util.Optional;

/// Asks people again who they are before what matters.
///
/// A page that needs it calls [#of], both where it shows its form and where it takes it, and
/// returns [#ask] where there is nothing.
public interface Freshness {
  /// How the visitor proved who they are in the last minutes, for this purpose. Where the purpose
  /// has a challenge and their account has a passkey, only an answer to this very question counts.
  Optional<Fresh> of(Visit visit, Ask ask);

  /// The page that asks, and then goes on to `ask.then()`.
  Page ask(Visit visit, Ask ask);
}
