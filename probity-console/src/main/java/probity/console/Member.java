package probity.console;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import probity.aims.register.Duty;

/// A person of the register `people`, as the console needs them: duties and separations go by the
/// person, however many accounts they have.
public record Member(String personId, String name, Set<Duty> duties) {
  public Member {
    duties = Set.copyOf(duties);
  }

  /// Whether one of `any` is theirs.
  public boolean hasAny(Duty... any) {
    return Arrays.stream(any).anyMatch(duties::contains);
  }

  /// Their duties as people read them, always in one order.
  public String dutyTitles() {
    return String.join(", ", new TreeSet<>(duties).stream().map(Duty::title).toList());
  }
}
