package probity.console;

import java.util.Optional;
import probity.ledger.Hash;

/// What a person is to prove again who they are for.
///
/// @param purpose one word for it, such as `approve`
/// @param sentence that they are shown, such as "Approve revision 3 of risk-7"
/// @param challenge that a passkey is to sign, such as the digest of what is approved
/// @param then the page to go on to, got by GET
public record Ask(String purpose, String sentence, Optional<Hash> challenge, String then) {
  public Ask {
    if (!Page.isLocal(then)) {
      throw new IllegalArgumentException("a path of this console was expected");
    }
  }
}
