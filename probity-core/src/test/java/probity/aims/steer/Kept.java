package probity.aims.steer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import probity.aims.register.Change;
import probity.aims.register.History;
import probity.aims.register.Registers;
import probity.aims.register.Remark;
import probity.aims.register.Revision;

/// Records for tests, written by `person-1` and approved by `person-2`.
final class Kept {
  static final String TIME = "2026-03-01T09:00:00.000Z";

  private static final Registers REGISTERS = Registers.ofProduct();

  private Kept() {}

  /// A record that one act made.
  ///
  /// @param fieldsAndValues in turn
  static History record(String id, String... fieldsAndValues) {
    return at(TIME, id, fieldsAndValues);
  }

  static History at(String time, String id, String... fieldsAndValues) {
    var register = REGISTERS.ofRecord(id).orElseThrow();
    var values = values(fieldsAndValues);
    values.putIfAbsent(register.fields().getFirst().id(), "Record " + id);
    return new History(register, id, List.of(revision(1, Change.CREATED, time, values)), List.of());
  }

  /// One revision more, in which these fields say something else.
  static History edited(History record, String time, String... fieldsAndValues) {
    return revised(record, Change.EDITED, time, fieldsAndValues);
  }

  static History archived(History record, String time) {
    return revised(record, Change.ARCHIVED, time);
  }

  private static History revised(
      History record, Change change, String time, String... fieldsAndValues) {
    var values = new HashMap<>(record.newest().values());
    values.putAll(values(fieldsAndValues));
    values.values().removeIf(String::isEmpty);
    return record.with(revision(record.newest().number() + 1, change, time, values));
  }

  static History approved(History record) {
    return approved(record, TIME, "person-2");
  }

  static History approved(History record, String time, String by) {
    return approved(record, time, by, "risk-owner");
  }

  static History approved(History record, String time, String by, String role) {
    return record.with(
        new Remark(
            Change.APPROVED,
            record.newest().number(),
            by,
            "",
            "",
            role,
            "password",
            time,
            time,
            "a".repeat(63) + record.newest().number(),
            Map.of()));
  }

  private static Map<String, String> values(String... fieldsAndValues) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      values.put(fieldsAndValues[i], fieldsAndValues[i + 1]);
    }
    return values;
  }

  private static Revision revision(
      int number, Change change, String time, Map<String, String> values) {
    return new Revision(
        number,
        "b".repeat(63) + number,
        "",
        change,
        "person-1",
        "aims-manager",
        time,
        "",
        values,
        Map.of());
  }

  /// Some records in one list.
  static List<History> all(History... records) {
    return new ArrayList<>(List.of(records));
  }
}
