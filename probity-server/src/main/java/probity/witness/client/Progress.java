package probity.witness.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import probity.exchange.Bytes;
import probity.ledger.VerifierKey;

/// One log on its way through its witnesses: which checkpoint they are asked about, who has
/// cosigned it, who is to be asked again when, and since when something waits. Pure but for its
/// warnings; times are nanoseconds of one clock.
///
/// All witnesses are asked about one and the same checkpoint, until the quorum is there or nobody
/// is left to wait for: cosignatures of different sizes do not add up. Owned by one thread.
final class Progress {
  private static final Logger LOG = Logger.getLogger(Progress.class.getName());
  private static final Duration PAUSE_MAX = Duration.ofMinutes(5);
  private static final int MARKS_MAX = 1_024;

  private final String log;
  private final Witnesses witnesses;
  private final Map<VerifierKey, State> states = new LinkedHashMap<>();
  private final Map<VerifierKey, String> lines = new LinkedHashMap<>();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private Optional<Ask.Target> newest = Optional.empty();
  private Optional<Ask.Target> target = Optional.empty();
  private long cosigned;
  private int cosignedBy;
  private String detail = "";

  /// That the log had grown to `size` when it was seen at `nanos`.
  private record Mark(long size, long nanos) {}

  /// One witness.
  private static final class State {
    private final Witnesses.Named witness;
    private long size;
    private boolean asked;
    private long nextTry = Long.MIN_VALUE;
    private int failures;
    private Optional<Instant> success = Optional.empty();
    private String failure = "";
    private boolean contradicts;

    State(Witnesses.Named witness) {
      this.witness = witness;
    }
  }

  /// @param cosigned what an earlier process published as cosigned; 0 for nothing
  Progress(String log, Witnesses witnesses, long cosigned) {
    this.log = log;
    this.witnesses = witnesses;
    this.cosigned = cosigned;
    // Who signed that is asked with its size first; a wrong guess costs one request.
    for (Witnesses.Named one : witnesses.list()) {
      var state = new State(one);
      state.size = cosigned;
      states.put(one.key(), state);
    }
  }

  /// The log's published checkpoint, first seen at `since`.
  void published(Ask.Target published, long since) {
    detail = "";
    newest = Optional.of(published);
    long size = published.checkpoint().size();
    if (size == cosigned) {
      marks.clear();
    } else if (marks.isEmpty() || marks.getLast().size() < size) {
      // Beyond the bound the last mark takes the size and keeps its older time: the lag is then
      // rather said too long.
      long at = marks.size() < MARKS_MAX ? since : marks.removeLast().nanos();
      marks.addLast(new Mark(size, at));
    }
  }

  void unreadable(String what) {
    if (!what.equals(detail)) LOG.log(Level.SEVERE, "log `{0}`: {1}", new Object[] {log, what});
    detail = what;
  }

  /// The witnesses to ask now; they count as asked until [#told].
  List<Witnesses.Named> due(long now) {
    if (newest.isEmpty()) return List.of();
    boolean waiting = states.values().stream().anyMatch(state -> state.asked);
    boolean free = target.isEmpty() || quorum() || !waiting;
    if (free && !target.equals(newest)) {
      target = newest;
      lines.clear();
    }
    var due = new ArrayList<Witnesses.Named>();
    for (State state : states.values()) {
      boolean signed = lines.containsKey(state.witness.key());
      // Nothing is asked about a log at rest, whose newest checkpoint a quorum signed before.
      boolean rest = target().checkpoint().size() == cosigned && state.size == cosigned;
      if (state.asked || signed || rest || now < state.nextTry) continue;
      state.asked = true;
      due.add(state.witness);
    }
    return due;
  }

  Ask.Target target() {
    return target.orElseThrow();
  }

  long known(Witnesses.Named witness) {
    return state(witness).size;
  }

  private State state(Witnesses.Named witness) {
    var state = states.get(witness.key());
    if (state == null) throw new IllegalStateException("no such witness");
    return state;
  }

  /// What a witness said about `asked`.
  ///
  /// @param jitter from 0 to 1
  void told(
      Witnesses.Named witness,
      Ask.Target asked,
      Ask.Told told,
      Instant at,
      long now,
      double jitter) {
    var state = state(witness);
    state.asked = false;
    switch (told) {
      case Ask.Told.Cosigned(var line) -> {
        state.size = asked.checkpoint().size();
        state.success = Optional.of(at);
        good(state);
        if (target.equals(Optional.of(asked))) lines.put(witness.key(), line);
      }
      case Ask.Told.Ahead(var size) -> {
        state.size = size;
        good(state);
      }
      case Ask.Told.Failed(var why, var contradicts) -> {
        if (!why.equals(state.failure)) {
          LOG.log(
              contradicts ? Level.SEVERE : Level.WARNING,
              "witness `{0}`, log `{1}`: {2}",
              new Object[] {witness.name(), log, why});
        }
        state.failure = why;
        state.contradicts = contradicts;
        state.nextTry = now + pause(state.failures++, jitter);
      }
    }
  }

  private static void good(State state) {
    state.failure = "";
    state.contradicts = false;
    state.failures = 0;
    state.nextTry = Long.MIN_VALUE;
  }

  /// Twice as long after each failure, at most five minutes, and a quarter more or less by chance.
  private long pause(int failures, double jitter) {
    long longest = PAUSE_MAX.toNanos();
    double pause = (double) witnesses.every().toNanos() * Math.pow(2, Math.min(failures, 30));
    return (long) (Math.min(pause, (double) longest) * (0.75 + jitter / 2));
  }

  private boolean quorum() {
    return witnesses.enough(lines.keySet().stream());
  }

  /// The note to publish: the log's own lines, then the cosignatures; empty where the quorum is not
  /// there, or nothing is new. Never one of a smaller size.
  Optional<Bytes> cosignable() {
    if (target.isEmpty() || !quorum()) return Optional.empty();
    long size = target().checkpoint().size();
    boolean better = size > cosigned || (size == cosigned && lines.size() > cosignedBy);
    if (!better) return Optional.empty();
    String all =
        states.keySet().stream()
            .map(key -> lines.getOrDefault(key, ""))
            .collect(Collectors.joining());
    return Optional.of(Bytes.utf8(target().note().utf8() + all));
  }

  /// What [#cosignable] gave is on stable storage.
  void cosigned() {
    cosigned = target().checkpoint().size();
    cosignedBy = lines.size();
    while (!marks.isEmpty() && marks.getFirst().size() <= cosigned) marks.removeFirst();
  }

  /// When the oldest of what waits for a quorum was first seen.
  OptionalLong waitingSince() {
    return marks.isEmpty() ? OptionalLong.empty() : OptionalLong.of(marks.getFirst().nanos());
  }

  WitnessStatus.Log status(long now, Instant at) {
    var ones =
        states.values().stream()
            .map(state ->
                new WitnessStatus.One(
                    state.witness.name(),
                    state.size,
                    state.success,
                    state.failure,
                    state.contradicts,
                    state.asked || state.nextTry == Long.MIN_VALUE
                        ? Optional.empty()
                        : Optional.of(at.plusNanos(state.nextTry - now))))
            .toList();
    long waited = waitingSince().isPresent() ? (now - waitingSince().getAsLong()) / 1_000_000 : 0;
    long size = newest.map(found -> found.checkpoint().size()).orElse(0L);
    return new WitnessStatus.Log(log, size, cosigned, waited, detail, ones);
  }
}
