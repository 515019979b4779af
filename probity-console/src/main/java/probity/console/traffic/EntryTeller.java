package probity.console.traffic;

import java.util.List;
import probity.ledger.Json;

/// Tells of one entry and its proof.
final class EntryTeller {
  private static final List<String> OF_RECORDS = List.of("intent", "step", "outcome");

  private EntryTeller() {}

  static EntryPage page(Proven proven) {
    var entry = proven.entry();
    var members =
        entry.body().members().stream()
            .map(member -> new RecordPage.Pair(member.name(), value(member), leads(proven, member)))
            .toList();
    boolean ofRecord = OF_RECORDS.contains(entry.kind());
    return new EntryPage(
        stands(proven),
        ofRecord ? "/records/" + entry.body().text("exchange").orElse("") : "",
        entry.series() + ", number " + entry.seq(),
        proven.checkpoint().origin()
            + ", "
            + Told.count(proven.checkpoint().size(), "entry", "entries")
            + ", root "
            + proven.checkpoint().root().base64(),
        members,
        entry.note().whole(),
        proven.path(),
        proven.log() + "-" + proven.index());
  }

  private static String value(Json.Member member) {
    return member.value() instanceof Json.Str(var text) ? text : member.value().canonical();
  }

  /// Where a member leads that names something else.
  private static String leads(Proven proven, Json.Member member) {
    if (!(member.value() instanceof Json.Str(var text)) || text.isEmpty()) return "";
    return switch (member.name()) {
      case "intent", "replaces" -> "/entries/" + text;
      // Leaves of a traffic log are not looked up one by one.
      case "prev" -> proven.log().equals("records") ? "/entries/" + text : "";
      case "exchange", "review" -> "/records/" + text;
      default -> "";
    };
  }

  static RecordPage.Stands stands(Proven proven) {
    return new RecordPage.Stands(
        proven.entry().kind(),
        proven.place(),
        proven.path(),
        Told.time(proven.entry().time()),
        proven.entry().leaf().hex(),
        proven(proven));
  }

  private static String proven(Proven proven) {
    String size = Told.count(proven.checkpoint().size(), "entry", "entries");
    return proven.cosigners().isEmpty()
        ? "in a checkpoint of " + size + ", signed by the log alone"
        : "in a checkpoint of " + size + ", cosigned by " + String.join(", ", proven.cosigners());
  }
}
