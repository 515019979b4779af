package probity.ledger.statement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import probity.ledger.Checked;
import probity.ledger.UtcTime;

/// What a person signs so that a bundle is asked beside the one in force, or no longer is. It
/// decides nothing, so one person is enough.
///
/// @param log origin of the `records` that it is for: it holds in no other ledger
/// @param digest of the bundle's blob, SHA-256 in hex
/// @param on whether it is asked from now on, or no longer
/// @param time when it was signed
public record ShadowStatement(
    String log, String name, String version, String digest, boolean on, String time) {
  public static final String HEAD = "probity/shadow/v1";
  private static final List<String> NAMES = List.of("log", "bundle", "digest", "status", "time");

  /// Reads the text of a note.
  public static Checked<ShadowStatement> parse(String text) {
    return Lines.read(HEAD, NAMES, text).then(ShadowStatement::of);
  }

  private static Checked<ShadowStatement> of(Map<String, String> values) {
    String[] bundle = values.getOrDefault("bundle", "").split(" ", -1);
    if (bundle.length != 2 || !Forms.isId(bundle[0]) || !Forms.isWord(bundle[1])) {
      return Lines.malformed("a line `bundle <name> <version>` was expected");
    }
    String wrong =
        Lines.wrong(
            values,
            Map.of(
                "log", Forms::isLog,
                "digest", Forms::isHex,
                "status", word -> List.of("on", "off").contains(word),
                "time", UtcTime::isValid));
    if (!wrong.isEmpty()) return Lines.malformed("`" + wrong + "` has another form");
    return Checked.valid(
        new ShadowStatement(
            values.getOrDefault("log", ""),
            bundle[0],
            bundle[1],
            values.getOrDefault("digest", ""),
            values.getOrDefault("status", "").equals("on"),
            values.getOrDefault("time", "")));
  }

  /// The text that is signed.
  public String text() {
    var values = new LinkedHashMap<String, String>();
    values.put("log", log);
    values.put("bundle", name + " " + version);
    values.put("digest", digest);
    values.put("status", on ? "on" : "off");
    values.put("time", time);
    return Lines.write(HEAD, values);
  }
}
