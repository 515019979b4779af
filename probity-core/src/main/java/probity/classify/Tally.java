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
    private final Channel text;
    private final Hit first;
    private int count;
    private int confidence;

    Fold(Channel text, Hit first) {
      this.text = text;
      this.first = first;
    }
  }

  private final Map<Key, Folded> whole = new LinkedHashMap<>();
  private final Map<Key, Fold> streamed = new LinkedHashMap<>();
  private final SortedMap<String, Integer> alterations = new TreeMap<>();

  /// A finding in the text of a channel.
  void found(Channel channel, Hit hit) {
    var key = new Key(hit.label(), channel.first.kind(), hit.kind().id());
    Fold fold = streamed.computeIfAbsent(key, _ -> new Fold(channel, hit));
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
    altered(label, 1);
  }

  void altered(String label, int times) {
    alterations.merge(label, times, Integer::sum);
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
                fold.text.first.pointer(),
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
