package probity.classify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import probity.exchange.Finding;
import probity.exchange.Place;

/// Findings of one label and detector in places of one kind, as they stand on an entry.
///
/// @param count how many there are
/// @param pointer place of the first one, `start` and `end` its offsets in UTF-16 units
/// @param confidence the highest among them
public record Folded(
    String label,
    int count,
    Place.Kind kind,
    String pointer,
    int start,
    int end,
    String detector,
    int confidence) {

  private record Key(String label, Place.Kind kind, String detector) {}

  /// Folds findings, in the order of each first one.
  public static List<Folded> fold(List<Place> places, List<Finding> findings) {
    Map<Key, Folded> folded = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Place place = places.get(finding.place());
      var one =
          new Folded(
              finding.label(),
              1,
              place.kind(),
              place.pointer(),
              finding.start(),
              finding.end(),
              finding.detector(),
              finding.confidence());
      folded.merge(new Key(one.label, one.kind, one.detector), one, Folded::and);
    }
    return List.copyOf(folded.values());
  }

  static Folded and(Folded first, Folded next) {
    return new Folded(
        first.label,
        first.count + next.count,
        first.kind,
        first.pointer,
        first.start,
        first.end,
        first.detector,
        Math.max(first.confidence, next.confidence));
  }
}
