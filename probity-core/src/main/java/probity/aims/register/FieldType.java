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
  record WholeNumber(long min, long max) implements FieldType {}

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

  /// A control, or several: of Annex A as `42001:A.6.2.8`, others as `<scheme>:<ref>`, the
  /// organisation's own under the scheme `own`.
  record Controls(boolean many) implements FieldType {}

  /// A word of the bundle in force, or several.
  ///
  /// @param of `rules`, `requirements`, `routes`, `systems`, `uses`, `labels` or `roles`
  record Words(String of, boolean many) implements FieldType {}

  /// A record of the gateway, by the id of its exchange.
  record Exchange() implements FieldType {}

  /// Records of the gateway that have some words ([RecordQuery]).
  record Query() implements FieldType {}

  /// An absolute `https` address.
  record Address() implements FieldType {}
}
