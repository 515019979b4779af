package probity.console.aims.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import probity.aims.register.Field;
import probity.aims.register.FieldValue;
import probity.aims.register.Register;
import probity.aims.register.Registers;
import probity.aims.register.Standing;
import probity.console.Reply;
import probity.console.Values;
import probity.console.aims.page.Selection;
import probity.ledger.Json;

/// What the query of a call asks for, and every objection to it at once.
final class Query {
  static final String WORDS = "q";
  static final String STANDING = "standing";
  static final String DAY = "at";
  static final String AFTER = "after";
  static final String LIMIT = "limit";
  static final String HISTORY = "history";
  static final List<String> OF_LISTS = List.of(WORDS, STANDING, DAY, AFTER, LIMIT);

  static final int LIMIT_MAX = 200;
  static final int LIMIT_STANDARD = 50;
  static final int HISTORY_MAX = 1_000;
  static final int HISTORY_STANDARD = 100;
  static final int NUMBER_MAX = 999_999_999;

  private final Values query;
  private final List<Json> objections = new ArrayList<>();

  Query(Values query, List<String> known) {
    this.query = query;
    query
        .all()
        .forEach((name, texts) -> {
          if (!known.contains(name)) object(name, "this call has no such parameter");
          else if (texts.size() > 1) object(name, "it was expected once");
        });
  }

  /// The fields by which a list can be narrowed.
  static List<Field> filters(Register register) {
    return register.fields().stream()
        .filter(field -> field.filtered() && !OF_LISTS.contains(field.id()))
        .toList();
  }

  static List<String> ofList(Register register) {
    return Stream.concat(OF_LISTS.stream(), filters(register).stream().map(Field::id)).toList();
  }

  /// A whole number, or `standard` where there is none.
  int number(String name, int least, int most, int standard) {
    if (!query.has(name)) return standard;
    int number = query.text(name).matches("[0-9]{1,9}") ? Integer.parseInt(query.text(name)) : -1;
    if (number >= least && number <= most) return number;
    object(name, "a whole number from " + least + " to " + most + " was expected");
    return standard;
  }

  /// Narrows a list as its page does, by values in any form that their fields read.
  Selection selection(Registers registers, Register register) {
    for (Field field : filters(register)) {
      if (query.has(field.id())
          && FieldValue.of(registers, field, query.raw(field.id()))
              instanceof FieldValue.Wrong(var sentence)) {
        object(field.id(), sentence);
      }
    }
    var selection = Selection.of(registers, register, query);
    day(selection.day());
    if (!query.text(STANDING).isEmpty() && selection.standing().isEmpty()) {
      object(STANDING, "one of " + String.join(", ", standings()) + " was expected");
    }
    return selection;
  }

  Optional<java.time.LocalDate> day() {
    var day = Selection.day(query.text(DAY));
    day(day);
    return day;
  }

  private void day(Optional<java.time.LocalDate> read) {
    if (query.has(DAY) && read.isEmpty()) object(DAY, "a day such as `2026-11-27` was expected");
  }

  static List<String> standings() {
    return Stream.of(Standing.values()).map(RecordJson::word).toList();
  }

  private void object(String name, String sentence) {
    objections.add(Members.objection(name, sentence));
  }

  Reply orElse(java.util.function.Supplier<Reply> then) {
    return objections.isEmpty() ? then.get() : Members.refused(objections);
  }
}
