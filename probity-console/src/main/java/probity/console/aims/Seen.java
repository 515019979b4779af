package probity.console.aims;

import java.util.Set;
import probity.aims.register.Duty;
import probity.aims.register.Field;
import probity.aims.register.FieldType;
import probity.aims.register.Register;

/// What of a record a person may see, by their duties.
public record Seen(Set<Duty> duties) {
  public Seen {
    duties = Set.copyOf(duties);
  }

  /// Words that name somebody are for those who have to know them.
  public boolean isHidden(Register register, Field field) {
    return field.type() instanceof FieldType.Personal
        && !duties.contains(Duty.DATA_PROTECTION)
        && register.edits().stream().noneMatch(duties::contains);
  }
}
