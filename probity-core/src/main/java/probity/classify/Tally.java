package probity.classify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Finding;
import probity.exchange.Place;

/// What a record says of what was found in a streamed answer. Its size does not grow with the
/// answer.
final class Tally {
  private record Key(String label, Place.Kind kind, String detector) {}

  /// Findings of one key: the first one, whose end may not be known yet, and how many.
  private static final class Fold {
    private final Place place;
    private final Hit first;
    private final HoldBack text;
    private int count;
    private int confidence;

    Fold(Place place, Hit first, HoldBack text) {
      this.place = place;
      this.first = first;
      this.text = text;
    }
  }

  private final Map<Key, Folded> whole = new LinkedHashMap<>();
  private final Map<Key, Fold> streamed = new LinkedHashMap<>();
  private final SortedMap<String, Integer> alterations = new TreeMap<>();

  /// A finding in the text of a channel.
  void found(Channel channel, Hit hit) {
    var key = new Key(hit.label(), channel.first.kind(), hit.kind().id());
    Fold fold = streamed.computeIfAbsent(key, _ -> new Fold(channel.first, hit, channel.hold));
    fold.count++;
    fold.confidence = Math.max(fold.confidence, hit.confidence());
  }

  /// Findings in texts that one event holds whole.
  void found(List<Place> places, List<Finding> findings) {
    for (Folded folded : Folded.fold(places, findings)) {
      whole.merge(new Key(folded.label(), folded.kind(), folded.detector()), folded, Folded::and);
    }
  }

  void altered(String label) {
    alterations.merge(label, 1, Integer::sum);
  }

  List<Folded> findings() {
    var findings = new LinkedHashMap<Key, Folded>();
    streamed.forEach((key, fold) ->
        findings.put(
            key,
            new Folded(
                key.label,
                fold.count,
                key.kind,
                fold.place.pointer(),
                fold.first.start(),
                Math.min(fold.first.end(), fold.text.length()),
                key.detector,
                fold.confidence)));
    whole.forEach((key, folded) -> findings.merge(key, folded, Folded::and));
    return new ArrayList<>(findings.values());
  }

  SortedMap<String, Integer> alterations() {
    return new TreeMap<>(alterations);
  }
}
