package probity.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import probity.evidence.Decisions;
import probity.exchange.Bytes;
import probity.exchange.Facts;
import probity.ledger.Entry;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.reperform.RecordedBundles;
import probity.reperform.RecordedBundles.Found;
import probity.reperform.RecordedDecision;

/// Decides recorded facts by a candidate bundle and compares with what was decided:
/// docs/reperform.md.
///
/// Every decision is replayed by itself: what would have followed from another one (a tool call
/// after a request that was refused then) is not on the record. Pure but for the bundles that it
/// remembers; for any number of threads, each with its own [Tally].
public final class Replay {
  private static final int WAYS_MAX = 512;
  private static final int HELD_MAX = 32;
  private static final Set<String> BINDING = Set.of("tag", "queue", "notify");

  private final Bundle candidate;
  private final View view;
  private final Function<String, Optional<Bytes>> blobs;
  private final RecordedBundles bundles = new RecordedBundles();
  private final Map<String, Then> thens = new ConcurrentHashMap<>();

  /// @param blobs the content of a blob by its SHA-256 in hex, which it must have
  public Replay(Bundle candidate, Function<String, Optional<Bytes>> blobs) {
    this.candidate = candidate;
    this.view = new View(candidate);
    this.blobs = blobs;
  }

  /// Replays the decisions that `entry` states.
  public void add(Entry entry, Tally tally) {
    Json.Obj body = entry.body();
    if (entry.kind().equals("intent")) tally.record();
    Set<String> detectors =
        body.object("engine").map(engine -> words(engine.items("detectors"))).orElse(Set.of());
    var bound = new TreeSet<String>();
    for (RecordedDecision recorded : RecordedDecision.of(entry.kind(), body)) {
      if (recorded.where().equals("shadow")) continue;
      add(recorded, body, detectors, bound, tally);
      recorded
          .stated()
          .ifPresent(stated -> bound.addAll(binding(Consequence.of(stated, _ -> true))));
    }
  }

  private void add(
      RecordedDecision recorded,
      Json.Obj body,
      Set<String> detectors,
      SortedSet<String> bound,
      Tally tally) {
    Optional<Facts> then = recorded.decidable();
    Optional<Then> old = then(recorded.bundle());
    if (then.isEmpty() || old.isEmpty()) {
      tally.unreadable(
          then.isEmpty()
              ? "the facts are not those of a decision"
              : "the bundle then in force is missing, or this program cannot read it");
      return;
    }
    var seen = view.of(recorded.facts(), then.get().phase(), old.get(), detectors);
    Optional<Consequence> now = decide(seen);
    if (now.isEmpty()) {
      tally.inexact(seen.open().stream().map(View.Open::what).toList());
      return;
    }
    Consequence before =
        recorded
            .stated()
            .map(stated -> Consequence.of(stated, label -> then.get().labels().containsKey(label)))
            .orElse(Consequence.PASS);
    Consequence after = recorded.stated().isPresent() ? now.get() : now.get().without(bound);
    var change = before.to(after);
    if (change.isEmpty()) {
      tally.same();
    } else {
      tally.changed(
          change.get(),
          before.rules(after),
          then.get().caller(),
          then.get().route(),
          body.text("exchange").orElse(""));
    }
  }

  /// What the candidate comes to; empty where it depends on what the record does not say.
  private Optional<Consequence> decide(View.Seen seen) {
    if (seen.open().isEmpty()) return effect(seen.facts());
    long ways = 1;
    for (View.Open open : seen.open()) ways = Math.min(WAYS_MAX + 1L, ways * open.ways().size());
    if (ways == 0 || ways > WAYS_MAX) return Optional.empty();
    Optional<Consequence> first = Optional.empty();
    for (int way = 0; way < ways; way++) {
      var effect = effect(chosen(seen, way));
      if (way == 0) first = effect;
      if (effect.isEmpty() || first.isEmpty() || !alike(first.get(), effect.get())) {
        return Optional.empty();
      }
    }
    return first;
  }

  private static boolean alike(Consequence one, Consequence other) {
    return one.to(other).isEmpty();
  }

  private static Json.Obj chosen(View.Seen seen, int way) {
    Json.Obj facts = seen.facts();
    int rest = way;
    for (View.Open open : seen.open()) {
      facts = open.ways().get(rest % open.ways().size()).apply(facts);
      rest /= open.ways().size();
    }
    return facts;
  }

  private Optional<Consequence> effect(Json.Obj json) {
    return RecordedDecision.decidable(json)
        .map(facts ->
            Consequence.of(
                Decisions.json(candidate.decide(facts)),
                label -> facts.labels().containsKey(label)));
  }

  private Optional<Then> then(String digest) {
    Then known = thens.get(digest);
    if (known != null) return Optional.of(known);
    if (!(bundles.find(digest, blobs) instanceof Found.There(var bundle))) return Optional.empty();
    Then then = Then.of(bundle, candidate);
    if (thens.size() >= HELD_MAX) thens.clear();
    thens.put(digest, then);
    return Optional.of(then);
  }

  /// What once bound goes on to bind: a later decision on the same answer states it only if it has
  /// something new.
  private static Set<String> binding(Consequence effect) {
    return effect.duties().keySet().stream()
        .filter(duty -> BINDING.contains(duty.substring(0, duty.indexOf(' '))))
        .collect(Collectors.toSet());
  }

  private static Set<String> words(List<Json> items) {
    var words = new HashSet<String>();
    for (Json item : items) if (item instanceof Json.Str(var word)) words.add(word);
    return words;
  }
}
