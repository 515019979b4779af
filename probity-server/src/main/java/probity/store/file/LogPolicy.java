package probity.store.file;

import java.nio.charset.StandardCharsets;
import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.NoteSigner;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// A log's policy with the private halves of the keys that it names.
record LogPolicy(TrustPolicy policy, List<NoteSigner> signers) {
  LogPolicy {
    signers = List.copyOf(signers);
  }

  /// The bytes of the file `policy`.
  Bytes bytes() {
    return Bytes.wrap(policy.text().getBytes(StandardCharsets.UTF_8));
  }

  /// SHA-256 of the file, in hex: what `genesis` and `policy` entries state.
  String digest() {
    return Hash.of(bytes().array()).hex();
  }

  List<VerifierKey> keys() {
    return policy.logs();
  }
}
