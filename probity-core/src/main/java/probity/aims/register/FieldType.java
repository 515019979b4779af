package probity.aims.register;

import java.util.List;

/// What a field holds. Several values in one field stand in lines of their own.
public sealed interface FieldType {
  /// The most values in one field.
  int VALUES_MAX = 200;

  /// One line of text.
  ///
  /// @param max characters
  record Line(int max) implements FieldType {}

  /// Paragraphs of text.
  ///
  /// @param max characters
  record Text(int max) implements FieldType {}

  /// One option, or several; kept by their ids.
  record Choice(List<Option> options, boolean many) implements FieldType {
    public Choice {
      options = List.copyOf(options);
    }
  }

  /// A whole number between two bounds, both allowed.
  record Number(long min, long max) implements FieldType {}

  /// A day, as `2026-11-27`.
  record Day() implements FieldType {}

  /// `yes` or `no`.
  record YesNo() implements FieldType {}

  /// A person of the register `people`, by id. Kept and committed to under that person's key.
  record Person() implements FieldType {}

  /// Words that name somebody who is in no register, under a key of their own.
  ///
  /// @param max characters
  record Personal(int max) implements FieldType {}

  /// Records of the registers named, by id, such as `risk-7`.
  record Link(List<String> registers, boolean many) implements FieldType {
    public Link {
      registers = List.copyOf(registers);
    }
  }

  /// Numbers of controls of Annex A, and of own controls.
  record Controls() implements FieldType {}

  /// Words of the bundle in force: `rules`, `requirements`, `routes`, `systems`, `uses` or
  /// `labels`.
  record Words(String of) implements FieldType {}

  /// An absolute `https` address.
  record Address() implements FieldType {}
}
