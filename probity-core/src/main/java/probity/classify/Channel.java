package probity.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import probity.exchange.Place;
import probity.token.Growth;
import probity.token.TokenReader;
import probity.token.TokenReader.Sighting;
import probity.token.Tokens;
import probity.wire.Change;
import probity.wire.Splice;

/// A text of a streamed answer that goes on over many events.
///
/// Detectors and rules see it as the provider wrote it. As it goes on, a token is the text again
/// that it stands for, unless a mask lies on it; it goes on as a whole, so that what becomes of it
/// does not depend on where events end.
final class Channel {
  final Place first;

  private final HoldBack hold;
  private final TokenReader tokens;

  /// What stands before is masked already: a finding that begins there gets no mask of its own.
  private int maskedUntil;

  /// @param first the place of its first piece, for the record
  /// @param growth by what the tokens in it add when they are restored
  Channel(HoldBack hold, Tokens tokens, Growth growth, Place first) {
    this.hold = hold;
    // A text that can only go on as it came keeps its tokens.
    this.tokens = (first.fixed() ? Tokens.NONE : tokens).reader(growth::add);
    this.first = first;
  }

  /// The next piece; what became known by it.
  List<Hit> feed(String piece) {
    tokens.feed(piece);
    return hold.feed(piece);
  }

  /// Goes on with a text of its own.
  List<Hit> apart(String separator) {
    var hits = feed(separator);
    tokens.apart();
    return hits;
  }

  /// Nothing follows; what became known by that.
  List<Hit> end() {
    tokens.end();
    return hold.end();
  }

  boolean ended() {
    return hold.ended();
  }

  int length() {
    return hold.length();
  }

  List<Hit> hits() {
    return hold.hits();
  }

  /// How much of it is decided.
  int clear() {
    int clear = Math.min(hold.clear(), tokens.clear());
    // Mostly it is one of the last.
    for (Sighting seen : tokens.sightings().reversed()) {
      if (seen.end() <= clear) break;
      if (seen.start() < clear) return seen.start();
    }
    return clear;
  }

  /// Lets go of what stands before `offset`.
  void forget(int offset) {
    hold.forget(offset);
    tokens.forget(offset);
  }

  /// The changes that redact `labels` and restore tokens in the part from `from` to `to`, with
  /// offsets in that part. Parts must be asked for in rising order, each once.
  List<Change> changes(int from, int to, SortedSet<String> labels, Tally tally) {
    var restored = restorations(from, to, labels, tally);
    var redacted = redactions(from, to, labels, tally);
    if (restored.isEmpty()) return redacted;
    var changes = new ArrayList<>(restored);
    for (Change change : redacted) left(change, restored).ifPresent(changes::add);
    changes.sort(Comparator.comparingInt(Change::start));
    return changes;
  }

  private List<Change> restorations(int from, int to, SortedSet<String> labels, Tally tally) {
    var changes = new ArrayList<Change>();
    var hits = hold.hits();
    int past = 0;
    for (Sighting seen : tokens.sightings()) {
      if (seen.start() >= to) break;
      if (seen.end() <= from) continue;
      while (past < hits.size() && hits.get(past).end() <= seen.start()) past++;
      int start = Math.max(seen.start(), from) - from;
      int end = Math.min(seen.end(), to) - from;
      if (seen.start() < from) {
        if (seen.restored()) changes.add(Change.cut(start, end));
      } else if (!isMasked(seen, labels, hits.subList(past, hits.size()))) {
        tally.altered(Tokens.RESTORED + seen.label());
        changes.add(new Change(start, end, seen.restore(true)));
      }
    }
    return changes;
  }

  private static boolean isMasked(Sighting seen, SortedSet<String> labels, List<Hit> hits) {
    for (Hit hit : hits) {
      if (hit.start() >= seen.end()) return false;
      if (hit.end() > seen.start() && labels.contains(hit.label())) return true;
    }
    return false;
  }

  /// What is left of a redaction where a token has been restored already, before a rule asked for
  /// the mask.
  private static Optional<Change> left(Change change, List<Change> restored) {
    for (Change other : restored) {
      if (other.start() >= change.end() || other.end() <= change.start()) continue;
      return other.end() < change.end()
          ? Optional.of(new Change(other.end(), change.end(), change.with()))
          : Optional.empty();
    }
    return Optional.of(change);
  }

  private List<Change> redactions(int from, int to, SortedSet<String> labels, Tally tally) {
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
