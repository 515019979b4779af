package probity.console.aims.page;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.FieldValue;
import probity.aims.register.History;
import probity.aims.register.Register;
import probity.aims.register.Registers;
import probity.aims.register.Standing;
import probity.console.Member;
import probity.console.Values;
import probity.console.aims.RegisterBook;

/// Which records of a register somebody asked for.
///
/// @param words all of which a record has, in whatever field
/// @param fields values that fields have
/// @param standing empty for every one but archived
/// @param day as of the end of which the records are shown; empty for now
public record Selection(
    List<String> words,
    Map<String, String> fields,
    Optional<Standing> standing,
    Optional<LocalDate> day) {

  public Selection {
    words = List.copyOf(words);
    fields = Map.copyOf(fields);
  }

  /// What an address asks for, each value in any form that its field reads. What a field does not
  /// read no record has.
  public static Selection of(Registers registers, Register register, Values query) {
    var fields = new LinkedHashMap<String, String>();
    for (Field field : register.fields()) {
      String raw = query.text(field.id());
      if (!field.filtered() || raw.isEmpty()) continue;
      String value =
          switch (FieldValue.of(registers, field, raw)) {
            case FieldValue.Canonical(var text) -> text;
            case FieldValue.Wrong _ -> raw;
          };
      if (!value.isEmpty()) fields.put(field.id(), value);
    }
    return new Selection(
        Stream.of(query.text("q").toLowerCase(Locale.ROOT).split("\\s+", -1))
            .filter(word -> !word.isEmpty())
            .limit(10)
            .toList(),
        fields,
        Stream.of(Standing.values())
            .filter(one -> one.name().equalsIgnoreCase(query.text("standing")))
            .findFirst(),
        day(query.text("at")));
  }

  /// A day as `2026-11-27`; empty for anything else.
  public static Optional<LocalDate> day(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// The records that `viewer` asked for, in the order of their numbers, as they were on the day.
  public List<History> of(RegisterBook book, Register register, Member viewer) {
    return of(book, register, new Showing(book, viewer));
  }

  /// The records, in the order of their numbers, as they were on the day.
  List<History> of(RegisterBook book, Register register, Showing showing) {
    return book.records(register.id()).stream()
        .flatMap(record -> asOf(record).stream())
        .filter(record -> fits(record, showing))
        .toList();
  }

  private Optional<History> asOf(History record) {
    return day.isEmpty() ? Optional.of(record) : record.asOf(Times.endOf(day.get()));
  }

  private boolean fits(History record, Showing showing) {
    boolean stands = standing.isEmpty() ? !record.archived() : record.standing() == standing.get();
    return stands
        && fields.entrySet().stream().allMatch(one -> has(record, one.getKey(), one.getValue()))
        && hasWords(record, showing);
  }

  private static boolean has(History record, String field, String value) {
    return record.newest().value(field).lines().toList().containsAll(value.lines().toList());
  }

  private boolean hasWords(History record, Showing showing) {
    if (words.isEmpty()) return true;
    var text = new StringBuilder(record.id()).append('\n');
    for (Field field : record.register().fields()) {
      if (showing.isHidden(record.register(), field)) continue;
      text.append(showing.field(record.register(), field, record.newest()).line()).append('\n');
    }
    String all = text.toString().toLowerCase(Locale.ROOT);
    return words.stream().allMatch(all::contains);
  }

  /// Whether a field can be chosen from a list of options.
  static boolean isChoice(Field field) {
    return field.type() instanceof FieldType.Choice
        || field.type() instanceof FieldType.YesNo
        || field.type() instanceof FieldType.Person
        || field.type() instanceof FieldType.Link;
  }
}
