package probity.console.aims;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import probity.aims.register.Field;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.console.table.Table;

/// Records as rows: the id, the revision, and every field in its canonical form, so that what was
/// exported can be changed elsewhere and imported again.
public final class RegisterTable {
  /// The columns before those of the fields.
  public static final String RECORD = "record";

  public static final String REVISION = "revision";

  private RegisterTable() {}

  public static Table of(Register register, List<History> records) {
    var header = new ArrayList<String>(List.of(RECORD, REVISION));
    for (Field field : register.fields()) header.add(field.id());
    var rows = new ArrayList<List<String>>();
    for (History record : records) {
      var row =
          new ArrayList<String>(List.of(record.id(), Integer.toString(record.newest().number())));
      for (Field field : register.fields()) row.add(record.newest().value(field.id()));
      rows.add(row);
    }
    return new Table(header, rows);
  }

  /// Which column is what, as far as its name says: `record`, `revision`, or the id or the title of
  /// a field. A column that means nothing is not there.
  public static Map<Integer, String> columns(Register register, List<String> header) {
    var meanings = new HashMap<String, String>();
    meanings.put(RECORD, RECORD);
    meanings.put(REVISION, REVISION);
    for (Field field : register.fields()) {
      meanings.putIfAbsent(plain(field.title()), field.id());
    }
    for (Field field : register.fields()) meanings.put(plain(field.id()), field.id());
    var columns = new HashMap<Integer, String>();
    for (int column = 0; column < header.size(); column++) {
      String meaning = meanings.get(plain(header.get(column)));
      if (meaning != null && !columns.containsValue(meaning)) columns.put(column, meaning);
    }
    return columns;
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
  }
}
