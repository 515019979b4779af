package probity.ledger.statement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import probity.ledger.Checked;
import probity.ledger.UtcTime;

/// What a person signs to read something of the control API: which path, and when.
public record ReadStatement(String log, String path, String time) {
  public static final String HEAD = "probity/read/v1";
  private static final List<String> NAMES = List.of("log", "path", "time");

  /// Reads the text of a note.
  public static Checked<ReadStatement> parse(String text) {
    return Lines.read(HEAD, NAMES, text)
        .then(values -> {
          String wrong =
              Lines.wrong(
                  values,
                  Map.of(
                      "log", Forms::isLog,
                      "path", path -> path.startsWith("/"),
                      "time", UtcTime::isValid));
          return wrong.isEmpty()
              ? Checked.valid(
                  new ReadStatement(
                      values.getOrDefault("log", ""),
                      values.getOrDefault("path", ""),
                      values.getOrDefault("time", "")))
              : Lines.malformed("`" + wrong + "` has another form");
        });
  }

  /// The text that is signed.
  public String text() {
    var values = new LinkedHashMap<String, String>();
    values.put("log", log);
    values.put("path", path);
    values.put("time", time);
    return Lines.write(HEAD, values);
  }
}
