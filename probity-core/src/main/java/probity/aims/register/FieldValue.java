package probity.aims.register;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import probity.aims.register.FieldType.Choice;

/// What a text comes to as the value of a field.
public sealed interface FieldValue {
  /// No value.
  FieldValue NONE = new Canonical("");

  /// In the canonical form of the field's type: what is kept, committed to and compared.
  ///
  /// @param text empty for no value
  record Canonical(String text) implements FieldValue {}

  /// @param sentence what came and what was expected
  record Wrong(String sentence) implements FieldValue {}

  /// Brings a text into the field's form. A field that may not be empty is not looked at
  /// ([Register#lacking]), nor whether a record or a word that is named exists.
  ///
  /// @param raw as it was typed, pasted or imported; several values in lines, or parted by `;`
  static FieldValue of(Registers registers, Field field, String raw) {
    return switch (field.type()) {
      case FieldType.Line(int max) -> PlainText.line(raw, max);
      case FieldType.Personal(int max) -> PlainText.line(raw, max);
      case FieldType.Text(int max) -> PlainText.paragraphs(raw, max);
      case FieldType.WholeNumber(long min, long max) -> SingleValues.number(raw, min, max);
      case FieldType.Day() -> SingleValues.day(raw);
      case FieldType.YesNo() -> SingleValues.yesNo(raw);
      case FieldType.Address() -> SingleValues.address(raw);
      case FieldType.Exchange() -> SingleValues.exchange(raw);
      case FieldType.Query() -> SingleValues.query(raw);
      case FieldType.Person() -> ManyValues.links(registers, List.of("people"), false, raw);
      case FieldType.Link(var to, boolean many) -> ManyValues.links(registers, to, many, raw);
      case Choice(var options, boolean many) -> ManyValues.choices(options, many, raw);
      case FieldType.Controls(boolean many) -> ManyValues.controls(many, raw);
      case FieldType.Words(var of, boolean many) -> ManyValues.words(of, many, raw);
    };
  }

  /// A value as people read it: options by their titles, controls of Annex A by their numbers. Read
  /// again it is the same value.
  ///
  /// @param canonical a value of the field
  static String show(Field field, String canonical) {
    return switch (field.type()) {
      case Choice(var options, _) -> each(canonical, line -> title(options, line));
      case FieldType.Controls _ -> each(canonical, ControlNumbers::shown);
      case FieldType.YesNo() ->
          canonical.isEmpty()
              ? ""
              : canonical.substring(0, 1).toUpperCase(Locale.ROOT) + canonical.substring(1);
      default -> canonical;
    };
  }

  private static String each(String canonical, UnaryOperator<String> shown) {
    return String.join("\n", canonical.lines().map(shown).toList());
  }

  private static String title(List<Option> options, String id) {
    return options.stream()
        .filter(option -> option.id().equals(id))
        .map(Option::title)
        .findFirst()
        .orElse(id);
  }
}
