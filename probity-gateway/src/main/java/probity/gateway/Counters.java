package probity.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import probity.evidence.Outcome;
import probity.exchange.Facts;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.Counter;
import probity.policy.Price;

/// Counts what callers use, over sliding windows, for rules that limit it. What a decision saw of
/// it stands in its facts.
///
/// A request counts from the moment it is asked for, so that many at once cannot pass a limit
/// together; where it is refused it is taken back. Tokens and cost count when an answer has ended.
///
/// Counts live in memory. [#snapshot] gives them as bytes in which a count bears a name in place of
/// its definition and its dimensions, which may be people; [#restore] takes them into a new
/// process, where a count is claimed by whoever asks for one of its name. So a counter whose
/// definition is another one starts afresh, and the old counts go when their windows are over. Safe
/// for any thread.
public final class Counters {
  /// Counts that are kept at once. Where more are needed, those that stand at zero go; where none
  /// does, the new one stands at its limit whatever that is.
  static final int KEPT_MAX = 100_000;

  private static final int NAME_BYTES = 32;

  /// What a restored snapshot may have at most.
  public static final int SNAPSHOT_BYTES_MAX = KEPT_MAX * (NAME_BYTES + Window.BYTES_MAX);

  private final ConcurrentHashMap<Key, Window> windows = new ConcurrentHashMap<>();
  private final AtomicBoolean changed = new AtomicBoolean();
  private volatile Restored restored = new Restored(Counters::unnamed, new ConcurrentHashMap<>());

  /// Counts of an earlier process that nobody has asked for yet.
  private record Restored(Function<String, Hash> names, ConcurrentHashMap<Hash, Window> windows) {}

  /// One count of a counter.
  ///
  /// @param of what its dimensions are here, in their order
  public record Key(Counter counter, List<String> of) {
    public Key {
      of = List.copyOf(of);
    }

    /// Everything that makes it another count than others.
    private String words() {
      return Json.object()
          .put("counts", counter.counts().name())
          .put("id", counter.id())
          .put("of", of)
          .put("per", counter.per().stream().map(Enum::name).toList())
          .put("routes", counter.routes())
          .put("window", counter.window().toMillis())
          .build()
          .canonical();
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
      if (one > 0) changed.set(true);
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
        if (key.counter().counts() != what) continue;
        window(key, at).add(at, amount);
        changed.set(true);
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
    restored.windows().clear();
  }

  /// Whether something was counted since the last snapshot.
  public boolean changed() {
    return changed.get();
  }

  /// All counts that do not stand at zero, at most [#SNAPSHOT_BYTES_MAX]. What is counted meanwhile
  /// is in it or counts as changed.
  ///
  /// @param names makes a name of what a count is; whoever lacks its key shall not find that out
  public byte[] snapshot(long now, Function<String, Hash> names) {
    changed.set(false);
    // Restored ones first: one that is claimed meanwhile is among the others by then.
    var all = new HashMap<Hash, Window>(restored.windows());
    windows.forEach((key, window) -> all.put(names.apply(key.words()), window));
    all.values().removeIf(window -> window.isEmpty(now));
    var out = new ByteArrayOutputStream();
    var one = ByteBuffer.allocate(NAME_BYTES + Window.BYTES_MAX);
    all.forEach((name, window) -> {
      one.clear().put(name.bytes());
      window.write(one);
      out.write(one.array(), 0, one.position());
    });
    return out.toByteArray();
  }

  /// Takes what [#snapshot] gave. Counts whose windows are over are left out, and those that come
  /// from after `now` count as if it were now.
  ///
  /// Throws [IllegalArgumentException] where it is no snapshot, and then takes nothing.
  ///
  /// @param names as they were for the snapshot
  /// @return how many counts came from after `now`
  public int restore(byte[] snapshot, long now, Function<String, Hash> names) {
    var all = new ConcurrentHashMap<Hash, Window>();
    int later = 0;
    try {
      for (var from = ByteBuffer.wrap(snapshot); from.hasRemaining(); ) {
        byte[] name = new byte[NAME_BYTES];
        from.get(name);
        var window = Window.read(from);
        if (window.bringBack(now)) later++;
        if (window.isEmpty(now)) continue;
        if (all.put(Hash.copyOf(name, 0), window) != null || all.size() > KEPT_MAX) {
          throw new IllegalArgumentException("a count is there twice, or there are too many");
        }
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("it ends in the middle of a count", e);
    }
    restored = new Restored(names, all);
    return later;
  }

  private Window window(Key key, long now) {
    Window known = windows.get(key);
    if (known != null) return known;
    var earlier = restored;
    if (!earlier.windows().isEmpty()) {
      Hash name = earlier.names().apply(key.words());
      Window again = earlier.windows().get(name);
      if (again != null) {
        // It leaves only where it has arrived: a snapshot that is taken meanwhile has it.
        Window claimed = windows.computeIfAbsent(key, _ -> again);
        earlier.windows().remove(name);
        return claimed;
      }
    }
    if (kept() >= KEPT_MAX) {
      windows.values().removeIf(window -> window.isEmpty(now));
      earlier.windows().values().removeIf(window -> window.isEmpty(now));
    }
    if (kept() >= KEPT_MAX) return Window.full(key.counter().window(), now);
    return windows.computeIfAbsent(key, _ -> new Window(key.counter().window()));
  }

  /// Before anything is restored nothing is looked for by its name.
  private static Hash unnamed(String words) {
    throw new IllegalStateException("no counts were restored");
  }

  private int kept() {
    return windows.size() + restored.windows().size();
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
