package probity.console.account;

import java.time.Duration;
import probity.console.Proof;

/// What becomes of somebody who says who they are.
sealed interface Admission {
  record Welcome(Account account, Proof.Method method) implements Admission {}

  record Refused() implements Admission {}

  /// Too many attempts before this one.
  record Later(Duration delay) implements Admission {}
}
