package probity.witness.client;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import probity.gateway.upstream.Origin;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// The witnesses that the configuration names.
///
/// @param quorum how many of them must cosign; 0 exactly where there is none
/// @param every the pause between two rounds
public record Witnesses(int quorum, Duration every, List<Named> list) {
  /// The name of the group in a policy; no witness may bear it.
  public static final String GROUP = "witnesses";

  public static final Duration EVERY = Duration.ofSeconds(2);
  public static final Witnesses NONE = new Witnesses(0, EVERY, List.of());

  public Witnesses {
    list = List.copyOf(list);
    if (quorum < 0 || quorum > list.size() || (quorum == 0) != list.isEmpty()) {
      throw new IllegalArgumentException("quorum " + quorum + " of " + list.size());
    }
    if (every.isNegative() || every.isZero()) throw new IllegalArgumentException("no pause");
  }

  /// One witness.
  ///
  /// @param key of type 0x04 or 0x06
  /// @param path what stands before `/add-checkpoint`, empty or with a slash in front
  public record Named(String name, VerifierKey key, Origin origin, String path) {}

  public boolean none() {
    return list.isEmpty();
  }

  /// The trust policy of a log with these keys and witnesses: a quorum of one group.
  public TrustPolicy policy(List<VerifierKey> logs) {
    if (none()) return TrustPolicy.ofLogs(logs);
    var members = list.stream().map(Named::name).toList();
    return new TrustPolicy(
        logs,
        list.stream().map(one -> new TrustPolicy.Witness(one.name(), one.key())).toList(),
        List.of(new TrustPolicy.Group(GROUP, quorum, members)),
        GROUP);
  }

  /// Whether cosignatures by these keys are enough.
  boolean enough(Stream<VerifierKey> keys) {
    return policy(List.of()).isMetBy(keys);
  }
}
