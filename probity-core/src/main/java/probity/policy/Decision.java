package probity.policy;

import java.util.List;

/// A verdict with the rules that led to it. Pure: the same bundle and the same facts give it again.
///
/// @param obligations empty unless the verdict is a permission
/// @param evaluated how many rules were looked at
/// @param matched ids of the rules whose condition held, in the order of the bundle
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
}
