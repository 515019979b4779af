package probity.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Inspects one text as it streams, and says how much of it may go on.
///
/// What is found does not depend on where the pieces end, and no character of a finding is clear
/// before the finding is known. Kept are only the characters that a candidate still alive needs.
final class HoldBack {
  /// A candidate that outgrew the window: it counts, though it was never completed.
  private static final int CONFIDENCE_OUTGROWN = 50;

  private static final Comparator<Hit> IN_ORDER =
      Comparator.comparingInt(Hit::start)
          .thenComparing(Comparator.comparingInt(Hit::end).reversed())
          .thenComparing(Hit::label);

  private final int windowChars;
  private final Window window = new Window();
  private final List<Reading> readings = new ArrayList<>();
  private final List<Hit> hits = new ArrayList<>();
  private List<Hit> news = new ArrayList<>();
  private boolean ended;

  /// @param windowChars a candidate longer than this counts as a finding
  HoldBack(Detectors detectors, int windowChars) {
    this.windowChars = windowChars;
    for (Detector detector : detectors.all()) readings.add(new Reading(detector));
  }

  /// The next piece of the text; what became known by it.
  List<Hit> feed(String piece) {
    if (ended) throw new IllegalStateException("text goes on after its end");
    int before = window.end();
    window.append(piece);
    return read(before);
  }

  /// Nothing follows: all of the text is decided. What became known by it.
  List<Hit> end() {
    if (ended) return List.of();
    ended = true;
    return read(window.end());
  }

  boolean ended() {
    return ended;
  }

  private List<Hit> read(int before) {
    news = new ArrayList<>();
    int needed = window.end();
    for (Reading reading : readings) {
      reading.read(before);
      needed = Math.min(needed, reading.scanner.needs());
    }
    window.forget(needed);
    hits.addAll(news);
    hits.sort(IN_ORDER);
    return news;
  }

  /// Characters before this one are decided: free, or part of a hit that is known.
  int clear() {
    int clear = window.end();
    for (Reading reading : readings) clear = Math.min(clear, reading.clear());
    return clear;
  }

  /// The length of the text so far.
  int length() {
    return window.end();
  }

  /// What is known and not forgotten, by where it begins.
  List<Hit> hits() {
    return hits;
  }

  /// Lets go of hits that end at or before `offset`.
  void forget(int offset) {
    hits.removeIf(hit -> hit.end() <= offset);
  }

  /// How many characters are kept.
  int held() {
    return window.size();
  }

  /// One detector's way through the text.
  private final class Reading {
    private final Detector detector;
    private final Scanner scanner;

    /// The candidate that outgrew the window and is still alive.
    private Optional<Hit> outgrown = Optional.empty();

    Reading(Detector detector) {
      this.detector = detector;
      scanner = detector.scanner();
    }

    /// @param before how much of the text was there, and in the open hit, if there is one
    void read(int before) {
      scanner.read(
          window, ended, (start, end, confidence) -> found(start, end, confidence, before));
      int alive = scanner.alive();
      outgrown.filter(hit -> ended || alive > hit.start()).ifPresent(hit -> died(hit, before));
      if (outgrown.isEmpty() && window.end() - alive > windowChars) {
        var hit = new Hit(detector, alive, CONFIDENCE_OUTGROWN);
        outgrown = Optional.of(hit);
        news.add(hit);
      }
    }

    private void found(int start, int end, int confidence, int before) {
      if (outgrown.isPresent()) {
        Hit hit = outgrown.get();
        if (hit.start() == start) {
          hit.close(end, confidence);
          outgrown = Optional.empty();
          return;
        }
        died(hit, before);
      }
      var hit = new Hit(detector, start, confidence);
      hit.close(end, confidence);
      news.add(hit);
    }

    private void died(Hit hit, int before) {
      hit.close(before, CONFIDENCE_OUTGROWN);
      outgrown = Optional.empty();
    }

    int clear() {
      return outgrown.isPresent() ? window.end() : scanner.alive();
    }
  }
}
