package probity.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One way to read a text as it streams, as it is spelled or as a [Skeleton], and how far each
/// detector has come with it. All offsets that it takes and tells are those of the text.
final class View {
  /// A candidate that outgrew the window: it counts, though it was never completed.
  private static final int CONFIDENCE_OUTGROWN = 50;

  private final int windowChars;
  private final Consumer<Hit> found;
  private final Window window = new Window();
  private final Optional<Skeleton> skeleton;
  private final List<Reading> readings = new ArrayList<>();

  /// How much of the text was read.
  private int read;

  private boolean ended;

  /// Reads a text as it is spelled.
  ///
  /// @param windowChars a candidate longer than this counts as a finding
  /// @param found told of what is found
  View(List<Detector> detectors, int windowChars, Consumer<Hit> found) {
    this.windowChars = windowChars;
    this.found = found;
    skeleton = Optional.empty();
    for (Detector detector : detectors) readings.add(new Reading(detector, detector.scanner(0), 0));
  }

  /// Reads on as a skeleton from where `other` has come to, in the same way where it is one.
  ///
  /// @param tags whether tags are read as what they spell
  View(View other, boolean tags) {
    windowChars = other.windowChars;
    found = other.found;
    read = other.read;
    skeleton =
        Optional.of(
            other
                .skeleton
                .map(begun -> new Skeleton(begun, tags, window::append))
                .orElseGet(() -> new Skeleton(tags, read, window::append)));
    Window held = other.window;
    int needs = held.end();
    for (Reading each : other.readings) needs = Math.min(needs, each.scanner.needs());
    int from = Math.max(held.start(), needs - Window.LOOK_BEHIND);
    for (int i = from; i < held.end(); i++) window.append(held.at(i), held.from(i), held.to(i));
    for (Reading each : other.readings) {
      readings.add(
          new Reading(each.detector, each.scanner.resumed(each.detector, from), each.decided()));
    }
  }

  /// Reads a part of `piece`.
  void feed(String piece, int from, int to) {
    int before = read;
    if (skeleton.isPresent()) skeleton.get().read(piece, from, to);
    else window.append(piece, from, to);
    read += to - from;
    scan(before);
  }

  /// Nothing follows.
  void end() {
    skeleton.ifPresent(Skeleton::end);
    ended = true;
    scan(read);
  }

  private void scan(int before) {
    for (Reading reading : readings) reading.read(before);
    window.forget(
        readings.stream().mapToInt(each -> each.scanner.needs()).min().orElse(window.end()));
  }

  /// How much of the text was read.
  int length() {
    return read;
  }

  /// Characters before this one are decided: free, or part of a hit that was told.
  int clear() {
    int clear = read;
    for (Reading reading : readings) clear = Math.min(clear, reading.clear());
    return clear;
  }

  /// The character `count` before the end, or a line feed where it is not held.
  char last(int count) {
    return window.near(window.end() - count);
  }

  /// How many characters are kept.
  int held() {
    return window.size();
  }

  /// The first character that a scanner may look at again.
  private int needs() {
    int needs = read;
    for (Reading reading : readings) needs = Math.min(needs, position(reading.scanner.needs()));
    return needs;
  }

  /// Whether this view, of a skeleton, will find what `plain` finds until something odd comes: what
  /// both may look at again is spelled alike, and every detector stands where it stands there.
  boolean agrees(View plain) {
    Skeleton looks = skeleton.orElseThrow();
    if (looks.read() != read || looks.odd() >= plain.needs() - Window.LOOK_BEHIND) return false;
    for (int i = 0; i < readings.size(); i++) {
      Reading here = readings.get(i);
      Reading there = plain.readings.get(i);
      if (!here.outgrown.isEmpty()
          || !there.outgrown.isEmpty()
          || here.alive() != there.alive()
          || here.scanner.memory() != there.scanner.memory()
          || position(here.scanner.needs()) != there.scanner.needs()) {
        return false;
      }
    }
    return true;
  }

  /// The part of the text that a character of the window begins with.
  private int position(int offset) {
    if (offset < window.end()) return window.from(offset);
    return skeleton.map(Skeleton::read).orElse(read);
  }

  /// One detector's way through the text.
  private final class Reading {
    private static final int NONE = -1;

    private final Detector detector;
    private final Scanner scanner;
    private final int since;
    private boolean begun;

    /// Where the earliest candidate begins in the window, if there is one, and in the text: the
    /// window may forget it.
    private int candidate = NONE;

    private int candidateStart;

    /// What the candidate that outgrew the window may become, while it is alive.
    private final List<Hit> outgrown = new ArrayList<>();

    /// @param since what begins before this was decided by the reading that this one goes on from
    Reading(Detector detector, Scanner scanner, int since) {
      this.detector = detector;
      this.scanner = scanner;
      this.since = since;
    }

    /// @param before how much of the text was there, and in the open hit, if there is one
    void read(int before) {
      begun = true;
      scanner.read(
          window,
          ended,
          (kind, start, end, confidence) ->
              found(kind, start(start), window.to(end - 1), confidence, before));
      int alive = scanner.alive();
      if (alive == window.end()) {
        candidate = NONE;
      } else if (alive != candidate) {
        candidate = alive;
        candidateStart = window.from(alive);
      }
      if (ended || outgrownAt() < alive()) died(before);
      if (outgrown.isEmpty() && read - alive() > windowChars) {
        for (Kind kind : scanner.candidates()) {
          var hit = new Hit(kind, alive(), CONFIDENCE_OUTGROWN);
          outgrown.add(hit);
          found.accept(hit);
        }
      }
    }

    private int start(int offset) {
      return offset == candidate ? candidateStart : window.from(offset);
    }

    /// What begins before this is decided.
    int decided() {
      return begun ? alive() : since;
    }

    /// Where the earliest candidate begins that may still complete.
    int alive() {
      return candidate == NONE ? position(window.end()) : candidateStart;
    }

    private void found(Kind kind, int start, int end, int confidence, int before) {
      if (start < since) return;
      if (start > outgrownAt()) died(before);
      for (Hit hit : outgrown) {
        if (hit.start() == start && hit.kind().equals(kind)) {
          hit.close(end, confidence);
          outgrown.remove(hit);
          return;
        }
      }
      var hit = new Hit(kind, start, confidence);
      hit.close(end, confidence);
      found.accept(hit);
    }

    /// Where the candidate begins that outgrew the window; above every offset where there is none.
    private int outgrownAt() {
      return outgrown.isEmpty() ? Integer.MAX_VALUE : outgrown.getFirst().start();
    }

    private void died(int before) {
      outgrown.forEach(hit -> hit.close(before, CONFIDENCE_OUTGROWN));
      outgrown.clear();
    }

    int clear() {
      return outgrown.isEmpty() ? alive() : read;
    }
  }
}
