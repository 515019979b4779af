package probity.console.aims;

import java.util.Map;
import java.util.Optional;
import probity.aims.register.Change;
import probity.aims.register.History;

/// A new record, or a new revision of one.
///
/// @param values by field, all that the record is to say, in any form that its fields read
/// @param batch a ULID that the acts of one import share; else empty
/// @param file that the record is to have from now on; without one it keeps what it has
public record Edit(
    String register,
    Optional<String> record,
    int base,
    Map<String, String> values,
    Optional<Change> as,
    String batch,
    Optional<RecordFile> file) {
  public Edit {
    values = Map.copyOf(values);
  }

  private Edit(String register, Optional<String> record, int base, Map<String, String> values) {
    this(register, record, base, values, Optional.empty(), "", Optional.empty());
  }

  public static Edit create(String register, Map<String, String> values) {
    return new Edit(register, Optional.empty(), 0, values);
  }

  /// @param base the revision that the person saw
  public static Edit edit(History record, int base, Map<String, String> values) {
    return new Edit(record.register().id(), Optional.of(record.id()), base, values);
  }

  /// The same, as part of an import, or as its undoing.
  public Edit as(Change change, String batch) {
    return new Edit(register, record, base, values, Optional.of(change), batch, file);
  }

  /// The same, with a file.
  public Edit with(RecordFile other) {
    return new Edit(register, record, base, values, as, batch, Optional.of(other));
  }
}
