package probity.aims.register;

import java.util.List;
import probity.yaml.Mistake;

/// What reading descriptions comes to: the registers, or all that is wrong with the descriptions.
public sealed interface RegistersReading {
  record Loaded(Registers registers) implements RegistersReading {}

  /// @param mistakes at least one, by file and place
  record Mistaken(List<Mistake> mistakes) implements RegistersReading {
    public Mistaken {
      mistakes = List.copyOf(mistakes);
    }
  }
}
