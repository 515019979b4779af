package probity.console;

import java.util.List;
import java.util.Map;
import probity.ledger.Json;

/// What the HTTP API answers.
///
/// @param headers beside those of every answer
public record Reply(int status, Json.Obj body, Map<String, String> headers) {
  public Reply {
    headers = Map.copyOf(headers);
  }

  public static Reply of(int status, Json.Obj body) {
    return new Reply(status, body, Map.of());
  }

  /// An answer that says why there is no other: the one form that all of them have.
  ///
  /// @param why one word for the kind of reason
  public static Reply refused(int status, String why, String sentence) {
    return refused(status, why, sentence, List.of());
  }

  /// @param objections all of them, each with the field or row that it is about
  public static Reply refused(int status, String why, String sentence, List<Json> objections) {
    return of(status, refusal(status, why, sentence, objections).build());
  }

  /// The members of a refusal, for those that say more.
  public static Json.Builder refusal(
      int status, String why, String sentence, List<Json> objections) {
    return Json.object()
        .put("objections", new Json.Arr(objections))
        .put("sentence", sentence)
        .put("status", status)
        .put("why", why);
  }

  public Reply with(String header, String value) {
    var more = new java.util.HashMap<>(headers);
    more.put(header, value);
    return new Reply(status, body, more);
  }
}
