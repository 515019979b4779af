package probity.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import probity.exchange.Place;
import probity.wire.Change;
import probity.wire.Splice;

/// A text of a streamed answer that goes on over many events.
final class Channel {
  final HoldBack hold;
  final Place first;

  /// What stands before is masked already: a finding that begins there gets no mask of its own.
  private int maskedUntil;

  /// @param first the place of its first piece, for the record
  Channel(HoldBack hold, Place first) {
    this.hold = hold;
    this.first = first;
  }

  /// The changes that redact `labels` in the part from `from` to `to`, with offsets in that part.
  /// Parts must be asked for in rising order, each once.
  List<Change> redactions(int from, int to, SortedSet<String> labels, Tally tally) {
    var changes = new ArrayList<Change>();
    int at = from;
    for (Hit hit : hold.hits()) {
      if (hit.start() >= to) break;
      if (hit.end() <= from || !labels.contains(hit.label())) continue;
      if (hit.alter()) tally.altered(hit.label());
      boolean begins = hit.start() >= from && hit.start() >= maskedUntil;
      int start = Math.max(hit.start(), at);
      int end = Math.min(hit.end(), to);
      maskedUntil = Math.max(maskedUntil, end);
      if (end <= start) continue;
      var change =
          begins
              ? new Change(start - from, end - from, Splice.mask(hit.label()))
              : Change.cut(start - from, end - from);
      changes.add(change);
      at = end;
    }
    return changes;
  }
}
