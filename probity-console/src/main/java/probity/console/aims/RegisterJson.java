package probity.console.aims;

import java.util.List;
import java.util.Map;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Revision;
import probity.ledger.Json;

/// Records as JSON, as exports have them; the API says more of each (docs/api.md).
public final class RegisterJson {
  private RegisterJson() {}

  /// All of some records, in one document.
  public static String of(Register register, List<History> records) {
    return Json.object()
            .put("records", new Json.Arr(records.stream().<Json>map(RegisterJson::record).toList()))
            .put("register", register.id())
            .build()
            .canonical()
        + "\n";
  }

  /// One record as it is now.
  public static Json.Obj record(History record) {
    Revision newest = record.newest();
    return Json.object()
        .put("entry", newest.leaf())
        .put("record", record.id())
        .put("revision", newest.number())
        .put("standing", record.standing().name().toLowerCase(java.util.Locale.ROOT))
        .put("time", newest.time())
        .put("values", values(newest.values()))
        .build();
  }

  private static Json.Obj values(Map<String, String> values) {
    var object = Json.object();
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(one -> object.put(one.getKey(), one.getValue()));
    return object.build();
  }
}
