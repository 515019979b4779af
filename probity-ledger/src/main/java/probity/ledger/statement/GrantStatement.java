package probity.ledger.statement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// What a reviewer signs about one record: that its request may be sent again, that it may not, or
/// what was seen in it afterwards.
///
/// @param review id of the exchange, `intent` leaf hash of its intent
/// @param finding of one who looked; empty where the verdict is another
/// @param until the first moment at which a grant no longer holds; empty where the verdict is
///   another
/// @param reason digest of the withheld reason, as the `grant` entry has it
public record GrantStatement(
    String log,
    String review,
    String intent,
    String queue,
    Verdict verdict,
    String finding,
    String until,
    String reason) {
  public static final String HEAD = "probity/grant/v1";

  /// The field by which an entry withholds the reason.
  public static final String REASON = "reason";

  private static final List<String> NAMES =
      List.of("log", "review", "intent", "queue", "verdict", "finding", "until", "reason");
  private static final List<String> FINDINGS = List.of("ok", "issue");

  /// What the reviewer decided.
  public enum Verdict {
    GRANTED("granted"),
    DENIED("denied"),
    LOOKED("looked");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    static Optional<Verdict> of(String word) {
      for (Verdict verdict : values()) if (verdict.word.equals(word)) return Optional.of(verdict);
      return Optional.empty();
    }
  }

  /// Reads the text of a note.
  public static Checked<GrantStatement> parse(String text) {
    return Lines.read(HEAD, NAMES, text).then(GrantStatement::of);
  }

  private static Checked<GrantStatement> of(Map<String, String> values) {
    var verdict = Verdict.of(values.getOrDefault("verdict", ""));
    if (verdict.isEmpty()) {
      return Lines.malformed("`verdict` is not `granted`, `denied` or `looked`");
    }
    String wrong =
        Lines.wrong(
            values,
            Map.of(
                "log", Forms::isLog,
                "review", Forms::isUlid,
                "intent", Forms::isHex,
                "queue", Forms::isId,
                "finding", word -> FINDINGS.contains(word) == (verdict.get() == Verdict.LOOKED),
                "until", time -> UtcTime.isValid(time) == (verdict.get() == Verdict.GRANTED),
                "reason", Forms::isCommitment));
    if (!wrong.isEmpty()) return Lines.malformed("`" + wrong + "` has another form");
    var made =
        new GrantStatement(
            values.getOrDefault("log", ""),
            values.getOrDefault("review", ""),
            values.getOrDefault("intent", ""),
            values.getOrDefault("queue", ""),
            verdict.get(),
            Lines.noneAsEmpty(values.getOrDefault("finding", "")),
            Lines.noneAsEmpty(values.getOrDefault("until", "")),
            values.getOrDefault("reason", ""));
    // What has no time or finding says so by `-` alone.
    boolean none =
        (verdict.get() == Verdict.LOOKED || made.finding().isEmpty())
            && (verdict.get() == Verdict.GRANTED || made.until().isEmpty());
    return none
        ? Checked.valid(made)
        : Lines.malformed("`finding` and `until` do not go with the verdict");
  }

  /// What was signed for a `grant` entry, made again from its members; empty where they are not
  /// those of a statement.
  public static Optional<GrantStatement> of(String log, Json.Obj body) {
    var verdict = Verdict.of(body.text("verdict").orElse(""));
    if (verdict.isEmpty()) return Optional.empty();
    var made =
        new GrantStatement(
            log,
            body.text("review").orElse(""),
            body.text("intent").orElse(""),
            body.text("queue").orElse(""),
            verdict.get(),
            body.text("finding").orElse(""),
            body.text("until").orElse(""),
            reason(body));
    return parse(made.text()) instanceof Checked.Valid<GrantStatement>(var same)
            && same.equals(made)
        ? Optional.of(made)
        : Optional.empty();
  }

  private static String reason(Json.Obj body) {
    return Json.objects(body.items("withheld")).stream()
        .filter(one -> one.text("field").orElse("").equals(REASON))
        .flatMap(one -> one.text("digest").stream())
        .findFirst()
        .orElse("");
  }

  /// The text that is signed.
  public String text() {
    var values = new LinkedHashMap<String, String>();
    values.put("log", log);
    values.put("review", review);
    values.put("intent", intent);
    values.put("queue", queue);
    values.put("verdict", verdict.word());
    values.put("finding", Lines.orNone(finding));
    values.put("until", Lines.orNone(until));
    values.put("reason", reason);
    return Lines.write(HEAD, values);
  }
}
