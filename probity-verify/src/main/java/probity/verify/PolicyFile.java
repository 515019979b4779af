package probity.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.TrustPolicy;

/// Reads a policy that a ledger holds: in its one form, all `log` keys named by the log's origin.
final class PolicyFile {
  private PolicyFile() {}

  /// The policy in `bytes`, or empty with a finding that says why it is none.
  static Optional<TrustPolicy> read(byte[] bytes, String origin, Place place, Findings findings) {
    switch (TrustPolicy.parse(new String(bytes, StandardCharsets.UTF_8))) {
      case Checked.Invalid<TrustPolicy> invalid -> findings.add(invalid, place);
      case Checked.Valid<TrustPolicy>(var policy) -> {
        int differs = Arrays.mismatch(bytes, policy.text().getBytes(StandardCharsets.UTF_8));
        if (differs >= 0) {
          findings.add(
              Fault.MALFORMED,
              Place.at(place.file(), differs),
              "a policy in a ledger has one form: a line each for log keys, witnesses, groups and"
                  + " quorum, in this order, one space between words");
        } else if (policy.log(origin).size() != policy.logs().size()) {
          findings.add(
              Fault.UNKNOWN_KEY, place, "a log's key in the policy is not named `" + origin + "`");
        } else {
          return Optional.of(policy);
        }
      }
    }
    return Optional.empty();
  }
}
