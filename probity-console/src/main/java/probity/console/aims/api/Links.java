package probity.console.aims.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.console.aims.RegisterBook;
import probity.ledger.Json;

/// Links between records, now or at a time.
final class Links {
  private Links() {}

  /// To others, with the field that has each.
  static Json.Arr of(History record) {
    var links = new ArrayList<Json>();
    for (Field field : record.register().fields()) {
      if (!isLink(field)) continue;
      record
          .newest()
          .value(field.id())
          .lines()
          .forEach(
              id -> links.add(Json.object().put("field", field.id()).put("record", id).build()));
    }
    return new Json.Arr(links);
  }

  /// The records that linked to one.
  ///
  /// @param time in the form of entries; empty for now
  static List<History> to(RegisterBook book, String id, Optional<String> time) {
    var links = new ArrayList<History>();
    for (Register register : book.registers().all()) {
      for (History record : book.records(register.id())) {
        var then = time.isEmpty() ? Optional.of(record) : record.asOf(time.get());
        then.filter(one -> !one.id().equals(id) && names(one, id)).ifPresent(links::add);
      }
    }
    return links;
  }

  private static boolean names(History record, String id) {
    return record.register().fields().stream()
        .filter(Links::isLink)
        .anyMatch(field -> record.newest().value(field.id()).lines().anyMatch(id::equals));
  }

  private static boolean isLink(Field field) {
    return field.type() instanceof FieldType.Link || field.type() instanceof FieldType.Person;
  }
}
