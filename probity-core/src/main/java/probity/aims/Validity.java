package probity.aims;

import java.time.LocalDate;
import java.util.Optional;

/// How evidence stands on a day, as its dates say, in the order in which it passes through these.
public enum Validity {
  /// Its period has not begun.
  NOT_YET("Not yet valid"),
  FRESH("Fresh"),

  /// It counts, and not for long.
  DUE_SOON("Due soon"),
  EXPIRED("Expired");

  private final String title;

  Validity(String title) {
    this.title = title;
  }

  /// As people read it.
  public String title() {
    return title;
  }

  /// @param from first day of its period
  /// @param last day on which it counts; empty where it does not grow old
  static Validity on(LocalDate day, LocalDate from, Optional<LocalDate> last, int soonDays) {
    if (day.isBefore(from)) return NOT_YET;
    if (last.isEmpty()) return FRESH;
    if (day.isAfter(last.get())) return EXPIRED;
    return day.isBefore(last.get().minusDays(soonDays)) ? FRESH : DUE_SOON;
  }
}
