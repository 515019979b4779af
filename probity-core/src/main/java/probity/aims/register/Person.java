package probity.aims.register;

import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;

/// A record of the register `people`, as duties go by it.
public record Person(History record) {
  public static final String REGISTER = "people";

  /// What they are in the management system.
  public Set<Duty> duties() {
    return record
        .newest()
        .value("duties")
        .lines()
        .flatMap(word -> Duty.of(word).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether they have their duties on a day: not archived, not erased, and their last day is not
  /// over.
  public boolean isHere(LocalDate day) {
    String until = record.newest().value("until");
    return !record.archived()
        && !record.title().isEmpty()
        && (until.isEmpty() || until.compareTo(day.toString()) >= 0);
  }
}
