package probity.aims;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Until when evidence counts that names no last day itself, by its kind (`validity.txt`).
///
/// @param months after the last day of its period; a kind that is not there does not grow old
/// @param soonDays for so long before its end evidence is due
public record ValidityRules(Map<String, Integer> months, int soonDays) {
  private static final String SOON = "soon";

  public ValidityRules {
    months = Map.copyOf(months);
  }

  /// Those of the product.
  public static ValidityRules ofProduct() {
    var numbers = new HashMap<String, Integer>();
    for (var row : Catalogue.rows("validity.txt")) {
      numbers.put(row.get(0), Integer.parseInt(row.get(1)));
    }
    int soon = Optional.ofNullable(numbers.remove(SOON)).orElseThrow();
    return new ValidityRules(numbers, soon);
  }

  /// The last day on which evidence counts; empty where it does not grow old.
  ///
  /// @param to last day of its period
  /// @param named the last day that the record names
  public Optional<LocalDate> last(String kind, LocalDate to, Optional<LocalDate> named) {
    return named.or(() -> Optional.ofNullable(months.get(kind)).map(to::plusMonths));
  }

  /// How evidence of that period stands on a day.
  public Validity on(LocalDate day, LocalDate from, Optional<LocalDate> last) {
    return Validity.on(day, from, last, soonDays);
  }
}
