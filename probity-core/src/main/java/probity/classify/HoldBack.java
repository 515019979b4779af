package probity.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Inspects one text as it streams, and says how much of it may go on.
///
/// What is found does not depend on where the pieces end, and no character of a finding is clear
/// before the finding is known. Kept are only the characters that a candidate still alive needs.
///
/// The text is read as it is spelled; and from the first character on that a reader may see as
/// something else, as its [Skeleton] too, until that makes no difference any more. What either
/// finds is found.
final class HoldBack {
  /// How much is read at once.
  private static final int BLOCK_CHARS = 512;

  private static final Comparator<Hit> IN_ORDER =
      Comparator.comparingInt(Hit::start)
          .thenComparing(Comparator.comparingInt(Hit::end).reversed())
          .thenComparing(Hit::label);

  private static final String TAGS_ESCAPED = "\\udb4";

  private final View plain;

  /// As a skeleton that passes over tags, and as one that reads them.
  private Optional<View> looks = Optional.empty();

  private Optional<View> spelled = Optional.empty();
  private final List<Hit> hits = new ArrayList<>();
  private List<Hit> news = new ArrayList<>();

  /// What was found while the text was read in more ways than one, and may be found again.
  private final Set<Span> spans = new HashSet<>();

  private boolean ended;

  private record Span(String label, int start, int end) {}

  /// @param windowChars a candidate longer than this counts as a finding
  HoldBack(List<Detector> detectors, int windowChars) {
    plain = new View(detectors, windowChars, this::found);
  }

  /// The next piece of the text; what became known by it.
  List<Hit> feed(String piece) {
    if (ended) throw new IllegalStateException("text goes on after its end");
    news = new ArrayList<>();
    for (int from = 0; from < piece.length(); ) {
      int to = look(piece, from, Math.min(piece.length(), from + BLOCK_CHARS));
      plain.feed(piece, from, to);
      looks = on(looks, piece, from, to);
      spelled = on(spelled, piece, from, to);
      from = to;
    }
    return news();
  }

  private Optional<View> on(Optional<View> view, String piece, int from, int to) {
    view.ifPresent(each -> each.feed(piece, from, to));
    return view.filter(each -> !each.agrees(plain));
  }

  /// Begins to read as the text looks, where that differs at `from`; else the end of the part in
  /// which it does not.
  private int look(String piece, int from, int to) {
    int end = to;
    if (looks.isEmpty()) {
      end = from;
      while (end < to && !Confusables.odd(piece.charAt(end))) end++;
      if (end > from || end == to) return end;
      looks = Optional.of(new View(plain, false));
      end = to;
    }
    if (spelled.isPresent()) return end;
    int tag = from;
    while (tag < end && !tag(piece, from, tag)) tag++;
    if (tag > from || tag == end) return tag;
    spelled = Optional.of(new View(looks.orElseThrow(), true));
    return end;
  }

  /// Whether a tag begins at `at`, or an escape of one ends its first half there.
  private boolean tag(String piece, int from, int at) {
    char c = piece.charAt(at);
    if (c != '0') return c == Confusables.TAGS;
    for (int i = 1; i <= TAGS_ESCAPED.length(); i++) {
      char before = at - i < from ? plain.last(i - (at - from)) : piece.charAt(at - i);
      if ((before | 0x20) != (TAGS_ESCAPED.charAt(TAGS_ESCAPED.length() - i) | 0x20)) return false;
    }
    return true;
  }

  /// Nothing follows: all of the text is decided. What became known by it.
  List<Hit> end() {
    if (ended) return List.of();
    ended = true;
    news = new ArrayList<>();
    plain.end();
    looks.ifPresent(View::end);
    spelled.ifPresent(View::end);
    return news();
  }

  private void found(Hit hit) {
    boolean once = looks.isEmpty() && spelled.isEmpty();
    if (once || spans.add(new Span(hit.label(), hit.start(), hit.end()))) news.add(hit);
  }

  private List<Hit> news() {
    hits.addAll(news);
    hits.sort(IN_ORDER);
    return news;
  }

  boolean ended() {
    return ended;
  }

  /// Characters before this one are decided: free, or part of a hit that is known.
  int clear() {
    int clear = Math.min(plain.clear(), looks.map(View::clear).orElse(Integer.MAX_VALUE));
    return Math.min(clear, spelled.map(View::clear).orElse(Integer.MAX_VALUE));
  }

  /// The length of the text so far.
  int length() {
    return plain.length();
  }

  /// What is known and not forgotten, by where it begins.
  List<Hit> hits() {
    return hits;
  }

  /// Lets go of hits that end at or before `offset`.
  void forget(int offset) {
    hits.removeIf(hit -> hit.end() <= offset);
    spans.removeIf(span -> span.end() <= offset);
  }

  /// How many characters are kept.
  int held() {
    return plain.held() + looks.map(View::held).orElse(0) + spelled.map(View::held).orElse(0);
  }
}
