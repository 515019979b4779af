package probity.aims.register;

import java.util.List;
import java.util.Map;

/// When a field may not be empty: where another field of the record has one of some values. So a
/// control that is left out needs a reason.
///
/// @param field another field of the same register, of a choice or of yes and no
/// @param values at least one, in canonical form
public record Need(String field, List<String> values) {
  public Need {
    values = List.copyOf(values);
  }

  boolean holds(Map<String, String> record) {
    return record.getOrDefault(field, "").lines().anyMatch(values::contains);
  }
}
