package probity.control;

import java.util.List;
import java.util.stream.Collectors;
import probity.exchange.Bytes;
import probity.http.Reply;
import probity.ledger.Json;
import probity.policy.life.Objection;

/// What became of something that was brought to the control API.
public sealed interface Result {
  /// It is durable, and has the effect that `says` names.
  record Taken(String says) implements Result {}

  /// It has no effect, for all these reasons.
  record Refused(List<Objection> objections) implements Result {
    public Refused {
      objections = List.copyOf(objections);
    }

    /// The reasons in one line, for a log.
    String words() {
      return objections.stream().map(Objection::word).distinct().collect(Collectors.joining(", "));
    }
  }

  static Result refused(String word, String sentence) {
    return new Refused(List.of(new Objection(word, sentence)));
  }

  /// As an answer: 200, or 409 with every reason.
  default Reply reply() {
    return switch (this) {
      case Taken(var says) -> json(200, Json.object().put("says", says).build());
      case Refused(var objections) ->
          json(
              409,
              Json.object()
                  .put(
                      "objections",
                      new Json.Arr(
                          objections.stream()
                              .<Json>map(one ->
                                  Json.object()
                                      .put("word", one.word())
                                      .put("sentence", one.sentence())
                                      .build())
                              .toList()))
                  .build());
    };
  }

  /// An answer of one line of canonical JSON.
  static Reply json(int status, Json.Obj body) {
    return Reply.of(status, "application/json", Bytes.utf8(body.canonical() + "\n"));
  }
}
