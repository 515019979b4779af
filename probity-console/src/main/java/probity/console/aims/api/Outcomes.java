package probity.console.aims.api;

import java.util.List;
import java.util.Locale;
import probity.aims.register.Content;
import probity.aims.register.Merge;
import probity.console.Reply;
import probity.console.aims.Seen;
import probity.console.aims.Written;
import probity.ledger.Json;

/// What the API says of something that was done, or was not.
final class Outcomes {
  private Outcomes() {}

  static Reply of(Written written, int status, Seen seen) {
    return switch (written) {
      case Written.Done(var record, var _) -> Reply.of(status, new RecordJson(seen).of(record));
      case Written.Refused refused -> refused(refused);
      case Written.Clashing(var record, var clashes, var rest) -> {
        String sentence =
            "`"
                + record.id()
                + "` was changed in the same fields since; revision "
                + record.newest().number()
                + " is its newest";
        yield Reply.of(
            409,
            Reply.refusal(409, "clash", sentence, objections(clashes))
                .put("clashes", new Json.Arr(clashes.stream().<Json>map(Outcomes::clash).toList()))
                .put("rest", RecordJson.texts(rest))
                .put("revision", record.newest().number())
                .build());
      }
    };
  }

  private static List<Json> objections(List<Merge.Clash> clashes) {
    return clashes.stream()
        .<Json>map(clash ->
            Members.objection(clash.field(), "it was changed since to `" + clash.theirs() + "`"))
        .toList();
  }

  private static Json.Obj clash(Merge.Clash clash) {
    return Json.object()
        .put("before", clash.before())
        .put("field", clash.field())
        .put("mine", clash.mine())
        .put("theirs", clash.theirs())
        .build();
  }

  static int status(Written.Why why) {
    return switch (why) {
      case INVALID -> 422;
      case FORBIDDEN -> 403;
      case UNKNOWN -> 404;
      case STALE -> 409;
      case UNWRITABLE -> 503;
    };
  }

  /// The word of answers for a kind of reasons.
  static String word(Written.Why why) {
    return why.name().toLowerCase(Locale.ROOT);
  }

  static Reply refused(Written.Refused refused) {
    return Reply.refused(
        status(refused.why()),
        word(refused.why()),
        refused.sentence(),
        refused.objections().stream().<Json>map(Outcomes::objection).toList());
  }

  private static Json.Obj objection(Content.Fault fault) {
    return Members.objection(fault.field(), fault.sentence());
  }
}
