package probity.console.aims;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import probity.aims.register.Change;
import probity.aims.register.Remark;
import probity.ledger.Hash;
import probity.ledger.Json;

/// The word of somebody who may approve, about one revision.
///
/// @param change `APPROVED`, `RETURNED` or `REJECTED`
/// @param sentence what the person was shown and agreed to; empty where none is needed
/// @param reason in the person's own words; needed to return or to reject
/// @param assertion what a passkey signed over the [challenge][#challenge], as JSON; empty where
///   the person proved themself otherwise, and the console alone attests it
public record Decision(
    Change change, int revision, String sentence, String reason, Optional<String> assertion) {
  public Decision {
    if (!change.decides()) throw new IllegalArgumentException("`" + change + "` decides nothing");
  }

  Map<String, String> texts() {
    var texts = new HashMap<String, String>();
    texts.put(Remark.SENTENCE, sentence);
    texts.put(Remark.REASON, reason.strip());
    assertion.ifPresent(signed -> texts.put(Remark.ASSERTION, signed));
    texts.values().removeIf(String::isEmpty);
    return texts;
  }

  /// What a passkey signs to make this decision: SHA-256 over the canonical JSON of all that it
  /// [binds][#bound], so that the assertion fits no other decision.
  ///
  /// @param log origin of `records`
  /// @param leaf of the entry of the revision, in hex
  /// @param role by which the person decides
  public static Hash challenge(
      String log, String record, String leaf, Change change, String role, String sentence) {
    var bound = bound(log, record, leaf, change, role, sentence);
    return Hash.of(bound.canonical().getBytes(StandardCharsets.UTF_8));
  }

  /// All that a signed decision binds.
  public static Json.Obj bound(
      String log, String record, String leaf, Change change, String role, String sentence) {
    return Json.object()
        .put("change", change.word())
        .put("entry", leaf)
        .put("log", log)
        .put("record", record)
        .put("role", role)
        .put("sentence", sentence)
        .build();
  }
}
