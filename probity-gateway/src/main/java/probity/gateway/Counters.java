package probity.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import probity.evidence.Outcome;
import probity.exchange.Facts;
import probity.policy.Bundle;
import probity.policy.Counter;
import probity.policy.Price;

/// Counts what callers use, over sliding windows, for rules that limit it. What a decision saw of
/// it stands in its facts.
///
/// A request counts from the moment it is asked for, so that many at once cannot pass a limit
/// together; where it is refused it is taken back. Tokens and cost count when an answer has ended.
/// Safe for any thread.
public final class Counters {
  /// Counts that are kept at once. Where more are needed, those that stand at zero go; where none
  /// does, the new one stands at its limit whatever that is.
  static final int KEPT_MAX = 100_000;

  private final ConcurrentHashMap<Key, Window> windows = new ConcurrentHashMap<>();

  /// One count of a counter.
  ///
  /// @param of what its dimensions are here, in their order
  public record Key(Counter counter, List<String> of) {
    public Key {
      of = List.copyOf(of);
    }
  }

  /// What an exchange has taken of each counter.
  final class Taken {
    private final Bundle bundle;
    private final Facts facts;
    private final long at;
    private final Map<String, Key> keys = new HashMap<>();
    private final SortedMap<String, Long> before = new TreeMap<>();
    private boolean settled;

    private Taken(Bundle bundle, Facts facts, String subject) {
      this.bundle = bundle;
      this.facts = facts;
      this.at = facts.time();
      for (Counter counter : bundle.counters()) {
        if (counter.covers(facts)) take(counter, subject);
        else before.put(counter.id(), 0L);
      }
    }

    private void take(Counter counter, String subject) {
      var key = new Key(counter, counter.per().stream().map(by -> of(by, facts, subject)).toList());
      Window window = window(key, at);
      keys.put(counter.id(), key);
      long one = counter.counts() == Counter.Counts.REQUESTS ? 1 : 0;
      before.put(counter.id(), window.add(at, one));
    }

    /// What each counter of the bundle stood at before this exchange.
    SortedMap<String, Long> before() {
      return before;
    }

    /// Takes the request back: it was refused, or ends without having been one.
    void giveBack() {
      if (settled) return;
      settled = true;
      add(Counter.Counts.REQUESTS, -1);
    }

    /// The answer has ended. Where the provider does not count tokens, four bytes are taken for
    /// one.
    void used(Outcome.Usage usage, long requestBytes, long answerBytes) {
      if (settled) return;
      settled = true;
      boolean counted = usage.total() > 0 || usage.prompt() > 0 || usage.completion() > 0;
      long prompt = counted ? usage.prompt() : Math.ceilDiv(requestBytes, 4);
      long completion = counted ? usage.completion() : Math.ceilDiv(answerBytes, 4);
      add(Counter.Counts.TOKENS, Math.max(usage.total(), prompt + completion));
      bundle.prices().stream()
          .filter(price -> price.model().equals(facts.model()))
          .findFirst()
          .map((Price price) -> price.of(prompt, completion))
          .ifPresent(cost -> add(Counter.Counts.COST, cost));
    }

    private void add(Counter.Counts what, long amount) {
      for (Key key : keys.values()) {
        if (key.counter().counts() == what) window(key, at).add(at, amount);
      }
    }

    /// Seconds after which a counter will stand lower, at least one.
    long secondsUntilLower(String counter) {
      Key key = keys.get(counter);
      return key == null ? 1 : window(key, at).secondsUntilLower(at);
    }
  }

  /// Takes what one request counts.
  ///
  /// @param facts of the request, as far as they are known; their time is the time of the count
  /// @param subject whom it is for
  Taken take(Bundle bundle, Facts facts, String subject) {
    return new Taken(bundle, facts, subject);
  }

  /// Begins again from zero.
  public void clear() {
    windows.clear();
  }

  private Window window(Key key, long now) {
    Window known = windows.get(key);
    if (known != null) return known;
    if (windows.size() >= KEPT_MAX) windows.values().removeIf(window -> window.isEmpty(now));
    if (windows.size() >= KEPT_MAX) return Window.full(key.counter().window(), now);
    return windows.computeIfAbsent(key, _ -> new Window(key.counter().window()));
  }

  private static String of(Counter.Dimension by, Facts facts, String subject) {
    return switch (by) {
      case CALLER -> facts.caller();
      case PERSON -> subject;
      case ROUTE -> facts.route();
      case SYSTEM -> facts.system();
      case USE -> facts.use();
      case MODEL -> facts.model();
      case PROVIDER -> facts.provider();
    };
  }
}
