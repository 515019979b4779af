package probity.verify;

import probity.ledger.TrustPolicy;

/// Where the first keys come from.
public sealed interface Trust {
  /// From a file that was got by another way than the ledger.
  record Keys(TrustPolicy policy) implements Trust {}

  /// From the ledger folder itself: whoever can replace the folder can replace them.
  record Folder() implements Trust {}
}
