package probity.aims.register;

import java.util.Map;

/// One revision of a record: what it said from then on.
///
/// @param number from 1
/// @param leaf leaf hash, in hex, of the entry that proves it
/// @param time of that entry, UTC
/// @param author id of the person who wrote it; empty where that person was erased
/// @param values by field; a field that is not there has none
/// @param gaps fields whose value cannot be shown, and why
public record Revision(
    int number,
    String leaf,
    String base,
    Change change,
    String author,
    String role,
    String time,
    String batch,
    Map<String, String> values,
    Map<String, Gap> gaps) {
  public Revision {
    values = Map.copyOf(values);
    gaps = Map.copyOf(gaps);
  }

  /// The value of a field; empty where it has none.
  public String value(String field) {
    return values.getOrDefault(field, "");
  }
}
