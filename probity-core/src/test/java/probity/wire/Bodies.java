package probity.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import probity.exchange.Bytes;
import probity.exchange.Place;

/// Bodies to read, and what was read of them.
public final class Bodies {
  private Bodies() {}

  /// A file of the tests.
  ///
  /// @param name below `wire/`
  public static Bytes file(String name) {
    try (var in = Bodies.class.getResourceAsStream("/wire/" + name)) {
      return Bytes.wrap(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A line for each place: what it is, where it stands, and its text.
  public static List<String> lines(Bytes body, List<Place> places) {
    return places.stream()
        .map(place -> place.kind() + " " + place.pointer() + " " + Texts.text(body, place))
        .toList();
  }
}
