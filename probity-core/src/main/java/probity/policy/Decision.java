package probity.policy;

import java.util.List;
import java.util.stream.Stream;

/// A verdict with the rules that led to it. Pure: the same bundle and the same facts give it again.
/// Rules are named in the order of their ids.
///
/// @param obligations what must be done beside; with a refusal those that need no permission
/// @param evaluated how many rules there are for the phase; every one is taken into account
/// @param matched ids of the rules whose condition held
/// @param decided ids of those that the verdict and the obligations rest on
/// @param failed ids of rules that could not be evaluated and so counted against the request
public record Decision(
    Verdict verdict,
    List<Obligation> obligations,
    int evaluated,
    List<String> matched,
    List<String> decided,
    List<String> failed) {
  public Decision {
    obligations = List.copyOf(obligations);
    matched = List.copyOf(matched);
    decided = List.copyOf(decided);
    failed = List.copyOf(failed);
  }

  /// The words that it puts on the record, each once.
  public List<String> tags() {
    return obligations.stream()
        .flatMap(
            o -> o instanceof Obligation.Tag(_, var tags) ? tags.stream() : Stream.<String>empty())
        .distinct()
        .sorted()
        .toList();
  }
}
