package probity.aims.register;

import java.util.List;
import java.util.Optional;

/// One field of a register. Its value is a text in the canonical form of its type; an empty text is
/// no value.
///
/// @param id `[a-z0-9_]+`, at most 40 characters; the name in tables, in the API and of commitments
/// @param title as people read it
/// @param hint what to write there, in a sentence; may be empty
/// @param required whether a record may not lack it
/// @param listed whether a list of records shows it
/// @param filtered whether a list of records can be narrowed by it
/// @param needed when a record may not lack it though it is not required
/// @param byAnother values, in canonical form, that nobody gives it who owns the record or wrote
///   any of it, such as `closed`
/// @param filled what the product writes there; empty where people write
public record Field(
    String id,
    String title,
    String hint,
    FieldType type,
    boolean required,
    boolean listed,
    boolean filtered,
    Optional<Need> needed,
    List<String> byAnother,
    Optional<Filled> filled) {
  public Field {
    byAnother = List.copyOf(byAnother);
  }

  /// A field that people write.
  public Field(
      String id,
      String title,
      String hint,
      FieldType type,
      boolean required,
      boolean listed,
      boolean filtered,
      Optional<Need> needed,
      List<String> byAnother) {
    this(id, title, hint, type, required, listed, filtered, needed, byAnother, Optional.empty());
  }

  /// A field that people write, and that is needed always or never.
  public Field(
      String id,
      String title,
      String hint,
      FieldType type,
      boolean required,
      boolean listed,
      boolean filtered) {
    this(id, title, hint, type, required, listed, filtered, Optional.empty(), List.of());
  }
}
