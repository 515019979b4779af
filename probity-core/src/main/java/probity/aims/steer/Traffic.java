package probity.aims.steer;

import java.util.Map;
import java.util.Optional;

/// When exchanges of real callers were seen, by the words of bundles that were on them; synthetic
/// ones do not count.
///
/// @param routes by the route's id
/// @param systems by the bundle's word for the AI system
public record Traffic(Map<String, Seen> routes, Map<String, Seen> systems) {
  public static final Traffic NONE = new Traffic(Map.of(), Map.of());

  public Traffic {
    routes = Map.copyOf(routes);
    systems = Map.copyOf(systems);
  }

  /// @param first, last times of intents, UTC in the form of entries
  /// @param exchanges how many from the first to the last
  public record Seen(String first, String last, long exchanges) {
    /// Both taken together.
    public Seen and(Seen other) {
      return new Seen(
          first.compareTo(other.first) <= 0 ? first : other.first,
          last.compareTo(other.last) >= 0 ? last : other.last,
          exchanges + other.exchanges);
    }
  }

  public Optional<Seen> route(String id) {
    return Optional.ofNullable(routes.get(id));
  }

  public Optional<Seen> system(String word) {
    return Optional.ofNullable(systems.get(word));
  }
}
