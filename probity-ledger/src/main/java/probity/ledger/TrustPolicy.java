package probity.ledger;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whose signatures make a checkpoint valid (C2SP tlog-policy): keys of logs, of witnesses, and
/// which of the witnesses are enough.
///
/// A log may have several keys; a C2SP reader takes any one of them. One form in bytes, [#text]:
/// what a ledger holds must be those bytes, while a file from outside may be written otherwise
/// (comments, spaces, URLs, which are read and dropped).
///
/// @param quorum the name of a witness or group, or [#NONE]
public record TrustPolicy(
    List<VerifierKey> logs, List<Witness> witnesses, List<Group> groups, String quorum) {
  public static final String NONE = "none";

  public TrustPolicy {
    logs = List.copyOf(logs);
    witnesses = List.copyOf(witnesses);
    groups = List.copyOf(groups);
  }

  /// A witness; its name has a meaning in this policy alone.
  public record Witness(String name, VerifierKey key) {}

  /// Witnesses and groups of which `threshold` are enough.
  public record Group(String name, int threshold, List<String> members) {
    public Group {
      members = List.copyOf(members);
    }
  }

  /// A policy without witnesses.
  public static TrustPolicy ofLogs(List<VerifierKey> logs) {
    return new TrustPolicy(logs, List.of(), List.of(), NONE);
  }

  public String text() {
    var out = new StringBuilder();
    for (VerifierKey log : logs) out.append("log ").append(log).append('\n');
    for (Witness witness : witnesses) {
      out.append("witness ").append(witness.name()).append(' ').append(witness.key()).append('\n');
    }
    for (Group group : groups) {
      out.append("group ").append(group.name()).append(' ').append(group.threshold());
      group.members().forEach(member -> out.append(' ').append(member));
      out.append('\n');
    }
    return out.append("quorum ").append(quorum).append('\n').toString();
  }

  /// The keys of the log whose origin is `origin`; a log's keys bear its origin as name.
  public List<VerifierKey> log(String origin) {
    return logs.stream().filter(key -> key.name().equals(origin)).toList();
  }

  /// The keys of all witnesses.
  public List<VerifierKey> witnessKeys() {
    return witnesses.stream().map(Witness::key).toList();
  }

  /// Whether cosignatures by these keys are enough.
  public boolean isMetBy(Stream<VerifierKey> cosigners) {
    if (quorum.equals(NONE)) return true;
    Set<VerifierKey> keys = new HashSet<>(cosigners.toList());
    Map<String, Boolean> met = new LinkedHashMap<>();
    for (Witness witness : witnesses) met.put(witness.name(), keys.contains(witness.key()));
    for (Group group : groups) {
      long those = group.members().stream().filter(name -> met.getOrDefault(name, false)).count();
      met.put(group.name(), those >= group.threshold());
    }
    return met.getOrDefault(quorum, false);
  }

  /// The fewest witnesses that are enough; 0 where none is asked for.
  public int fewest() {
    Map<String, Integer> cost = new LinkedHashMap<>();
    for (Witness witness : witnesses) cost.put(witness.name(), 1);
    for (Group group : groups) {
      int cheapest =
          group.members().stream()
              .map(name -> cost.getOrDefault(name, 0))
              .sorted()
              .limit(group.threshold())
              .mapToInt(Integer::intValue)
              .sum();
      cost.put(group.name(), cheapest);
    }
    return cost.getOrDefault(quorum, 0);
  }

  /// Whether the same public key stands there twice, for logs or for witnesses.
  static Optional<String> duplicate(List<VerifierKey> keys) {
    for (int i = 0; i < keys.size(); i++) {
      for (VerifierKey earlier : keys.subList(0, i)) {
        if (earlier.isSameKey(keys.get(i))) return Optional.of(keys.get(i).name());
      }
    }
    return Optional.empty();
  }

  /// Reads a policy of at least one log; at most 1,024 lines that say something.
  public static Checked<TrustPolicy> parse(String text) {
    return new TrustPolicyReader().read(text);
  }
}
