package probity.server.issuer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import probity.http.HttpAnswer;
import probity.http.PinnedPost;
import probity.identity.IssuerKeys;
import probity.identity.KeySet;

/// The keys of all issuers, each fetched on a thread of its own and kept for a day at most.
public final class FetchedKeys implements IssuerKeys {
  /// Keys that were not fetched for so long verify nothing more: an issuer may have taken one back.
  public static final Duration STALE_AFTER = Duration.ofHours(24);

  /// Between two fetches that somebody caused with a token, so that nobody can make many.
  public static final Duration TRIED_EVERY = Duration.ofMinutes(1);

  /// Between two fetches that nobody caused.
  private static final Duration FETCHED_EVERY = Duration.ofMinutes(10);

  /// Requests that wait for one fetch; each holds its body meanwhile.
  private static final int WAITING_MAX = 256;

  private static final Logger LOG = Logger.getLogger(FetchedKeys.class.getName());

  private final Map<String, State> states;
  private final InstantSource clock;

  /// Asks an issuer for its keys. Blocks.
  @FunctionalInterface
  public interface Source {
    PinnedPost.Posted ask();
  }

  /// @param sources by the issuer's name
  public FetchedKeys(Map<String, Source> sources, InstantSource clock) {
    states =
        sources.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, source -> new State(source.getValue())));
    this.clock = clock;
  }

  /// What is known of one issuer. Its own lock guards the members.
  private static final class State {
    final Source source;
    Optional<KeySet> keys = Optional.empty();
    long fetched;
    Optional<Long> tried = Optional.empty();
    boolean running;
    List<Runnable> waiting = new ArrayList<>();

    State(Source source) {
      this.source = source;
    }
  }

  /// Whether `then` was less than `span` ago. What lies in the future, by a clock that was set
  /// back, was not.
  private static boolean within(Duration span, long then, long now) {
    return then <= now && now - then < span.toMillis();
  }

  private Optional<State> state(String issuer) {
    return Optional.ofNullable(states.get(issuer));
  }

  @Override
  public Optional<KeySet> of(String issuer) {
    long now = clock.millis();
    return state(issuer)
        .flatMap(state -> {
          synchronized (state) {
            return state.keys.filter(_ -> within(STALE_AFTER, state.fetched, now));
          }
        });
  }

  @Override
  public void refresh(String issuer, Runnable done) {
    var state = state(issuer);
    if (state.isEmpty() || !waits(issuer, state.get(), done)) done.run();
  }

  /// Begins a fetch if one is due; whether `done` waits for one.
  private boolean waits(String issuer, State state, Runnable done) {
    long now = clock.millis();
    synchronized (state) {
      if (state.running) {
        return state.waiting.size() < WAITING_MAX && state.waiting.add(done);
      }
      if (state.tried.filter(tried -> within(TRIED_EVERY, tried, now)).isPresent()) return false;
      state.running = true;
      state.tried = Optional.of(now);
      state.waiting.add(done);
    }
    Thread.ofVirtual().name("issuer-keys").start(() -> fetch(issuer, state));
    return true;
  }

  /// Fetches what is not there or not new. Call it once a minute.
  public void refreshDue() {
    long now = clock.millis();
    states.forEach((issuer, state) -> {
      boolean isNew;
      synchronized (state) {
        isNew = state.keys.isPresent() && within(FETCHED_EVERY, state.fetched, now);
      }
      if (!isNew) refresh(issuer, () -> {});
    });
  }

  private void fetch(String issuer, State state) {
    Optional<KeySet> got = Optional.empty();
    try {
      got = read(issuer, state.source.ask());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a fetch of an issuer''s keys failed: {0}", e.getClass().getName());
    } finally {
      List<Runnable> waiting;
      synchronized (state) {
        if (got.isPresent()) {
          state.keys = got;
          state.fetched = clock.millis();
        }
        state.running = false;
        waiting = state.waiting;
        state.waiting = new ArrayList<>();
      }
      waiting.forEach(Runnable::run);
    }
  }

  private static Optional<KeySet> read(String issuer, PinnedPost.Posted posted) {
    return switch (posted) {
      case PinnedPost.Posted.Answered(HttpAnswer answer) when answer.status() == 200 -> {
        var keys = KeySet.parse(answer.body());
        if (keys.isEmpty()) warn(issuer, "its answer is no set of keys that can verify tokens");
        yield keys;
      }
      case PinnedPost.Posted.Answered(HttpAnswer answer) -> {
        warn(issuer, "status " + answer.status());
        yield Optional.empty();
      }
      case PinnedPost.Posted.Failed(var detail) -> {
        warn(issuer, detail);
        yield Optional.empty();
      }
    };
  }

  private static void warn(String issuer, String detail) {
    LOG.log(
        Level.WARNING,
        "the keys of issuer `{0}` could not be fetched: {1}",
        new Object[] {issuer, detail});
  }
}
