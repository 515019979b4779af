package probity.wire;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Coverage;
import probity.exchange.Place;

/// Counts what was read and what was not.
public final class CoverageCount {
  private final Map<Place.Kind, Integer> read = new EnumMap<>(Place.Kind.class);
  private final SortedMap<String, Integer> notRead = new TreeMap<>();

  public void read(List<Place> places) {
    for (Place place : places) read.merge(place.kind(), 1, Integer::sum);
  }

  public void notRead(Map<String, Integer> counts) {
    counts.forEach((kind, count) -> notRead.merge(kind, count, Integer::sum));
  }

  public Coverage coverage() {
    var words = new TreeMap<String, Integer>();
    read.forEach(
        (kind, count) -> words.put(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
    return new Coverage(words, notRead);
  }
}
