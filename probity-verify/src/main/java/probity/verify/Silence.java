package probity.verify;

import java.util.List;

/// Times in which a traffic log has no entry for more than two minutes.
///
/// @param count of all
/// @param first the first of them, as text
public record Silence(long count, List<String> first) {
  static final Silence NONE = new Silence(0, List.of());

  public Silence {
    first = List.copyOf(first);
  }
}
