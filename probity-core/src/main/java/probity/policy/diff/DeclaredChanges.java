package probity.policy.diff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import probity.policy.AiSystem;
import probity.policy.Bundle;
import probity.policy.Counter;
import probity.policy.Effect;
import probity.policy.Fact;
import probity.policy.IntendedUse;
import probity.policy.Notice;
import probity.policy.Price;
import probity.policy.Probe;
import probity.policy.Requirement;
import probity.policy.ReviewQueue;

/// What `bundle.yaml` and the requirements declare, and whether a change of it can permit more by
/// itself: rules that use what changed are compared apart from it.
final class DeclaredChanges {
  private final Bundle from;
  private final Bundle to;
  private final List<Change> changes = new ArrayList<>();

  DeclaredChanges(Bundle from, Bundle to) {
    this.from = from;
    this.to = to;
  }

  List<Change> changes() {
    value("bundle", "name", from.name(), to.name(), Direction.SAME);
    value("bundle", "version", from.version(), to.version(), Direction.SAME);
    value(
        "bundle",
        "window of streamed answers",
        String.valueOf(from.window()),
        String.valueOf(to.window()),
        to.window() < from.window() ? Direction.PERHAPS_WIDER : Direction.SAME);
    value(
        "bundle",
        "longest wait for witnesses",
        wait(from.unwitnessedMax()),
        wait(to.unwitnessedMax()),
        waits(from.unwitnessedMax(), to.unwitnessedMax()));
    words("role", from.roles(), to.roles(), Direction.SAME, Direction.SAME);
    listed("group", from.groups(), to.groups(), Fact.GROUPS);
    listed("caller", from.callers(), to.callers(), Fact.CALLER);
    words("tag", from.tags(), to.tags(), Direction.SAME, Direction.SAME);
    words("channel", from.channels(), to.channels(), Direction.SAME, Direction.SAME);
    words("label", from.labels(), to.labels(), labelAdded(), Direction.WIDER);
    changes.addAll(new OwnLabelChanges(from, to, labelAdded()).changes());
    value(
        "bundle",
        "regions of telephones",
        String.join(", ", from.regions()),
        String.join(", ", to.regions()),
        Direction.PERHAPS_WIDER);
    changes.addAll(new RouteChanges(from, to).changes());
    items("AI system", from.systems(), to.systems(), AiSystem::id, this::system);
    items("intended use", from.uses(), to.uses(), IntendedUse::id, this::use);
    retention();
    items("counter", from.counters(), to.counters(), Counter::id, this::counter);
    value("bundle", "currency", from.currency(), to.currency(), Direction.PERHAPS_WIDER);
    items("price of model", from.prices(), to.prices(), Price::model, this::price);
    items("notice", from.notices(), to.notices(), Notice::id, this::notice);
    items("review queue", from.queues(), to.queues(), ReviewQueue::id, this::queue);
    items("probe", from.probes(), to.probes(), Probe::id, this::probe);
    items(
        "requirement", from.requirements(), to.requirements(), Requirement::id, this::requirement);
    changes.addAll(new SafeguardChanges(from, to).changes());
    return changes;
  }

  /// One more label is found: a permission could ask for it, by name or by counting.
  private Direction labelAdded() {
    return asked(Fact.LABELS, true) ? Direction.PERHAPS_WIDER : Direction.SAME;
  }

  /// Words that callers can bear, any where none are listed. More of them can give to whom a
  /// permission looks at them; fewer can take from what another rule holds back by them.
  private void listed(
      String topic, Optional<SortedSet<String>> was, Optional<SortedSet<String>> is, Fact fact) {
    boolean permits = asked(fact, true);
    boolean holds = asked(fact, false);
    var more = either(permits, holds);
    var fewer = either(holds, permits);
    if (was.isPresent() && is.isPresent()) {
      words(topic, was.get(), is.get(), more, fewer);
      return;
    }
    value(
        "bundle",
        topic + "s",
        was.map(words -> String.join(", ", words)).orElse("any"),
        is.map(words -> String.join(", ", words)).orElse("any"),
        is.isEmpty() ? more : fewer);
  }

  private static Direction either(boolean widens, boolean narrows) {
    if (widens) return Direction.PERHAPS_WIDER;
    return narrows ? Direction.NARROWER : Direction.SAME;
  }

  /// Whether a rule looks at a fact: one that permits, or one that does not.
  private boolean asked(Fact fact, boolean permits) {
    return to.rules().stream()
        .filter(rule -> rule.then() instanceof Effect.Permit == permits)
        .anyMatch(rule -> to.inputs(rule.id()).contains(fact));
  }

  private static String wait(Optional<Duration> longest) {
    return longest.map(one -> one.toSeconds() + "s").orElse("");
  }

  private static Direction waits(Optional<Duration> was, Optional<Duration> is) {
    if (is.isEmpty()) return Direction.WIDER;
    if (was.isEmpty()) return Direction.NARROWER;
    return is.get().compareTo(was.get()) > 0 ? Direction.WIDER : Direction.NARROWER;
  }

  private void system(AiSystem was, AiSystem is) {
    String topic = "AI system `" + is.id() + "`";
    value(topic, "version", was.version(), is.version(), Direction.PERHAPS_WIDER);
    value(topic, "impact assessment", was.assessment(), is.assessment(), Direction.PERHAPS_WIDER);
    value(topic, "risk class", was.riskClass(), is.riskClass(), Direction.PERHAPS_WIDER);
    value(topic, "owner", was.owner(), is.owner(), Direction.SAME);
  }

  private void use(IntendedUse was, IntendedUse is) {
    value(
        "intended use `" + is.id() + "`",
        "AI system",
        was.system().id(),
        is.system().id(),
        Direction.PERHAPS_WIDER);
  }

  private void retention() {
    SortedMap<String, Integer> before = from.retentionClasses();
    SortedMap<String, Integer> now = to.retentionClasses();
    words("retention class", before.keySet(), now.keySet(), Direction.SAME, Direction.SAME);
    now.forEach((name, days) -> {
      if (before.containsKey(name)) {
        value(
            "retention class `" + name + "`",
            "days",
            String.valueOf(before.get(name)),
            String.valueOf(days),
            Direction.PERHAPS_WIDER);
      }
    });
  }

  private void counter(Counter was, Counter is) {
    String topic = "counter `" + is.id() + "`";
    var same = is.counts() == was.counts() ? Direction.SAME : Direction.PERHAPS_WIDER;
    value(topic, "what it counts", was.counts().name(), is.counts().name(), same);
    value(
        topic,
        "whose counts are kept apart",
        was.per().toString(),
        is.per().toString(),
        was.per().containsAll(is.per()) ? higher() : Direction.PERHAPS_WIDER);
    value(
        topic,
        "window",
        was.window().toSeconds() + "s",
        is.window().toSeconds() + "s",
        is.window().compareTo(was.window()) > 0 ? higher() : Direction.PERHAPS_WIDER);
    boolean more =
        is.routes().isEmpty() || (!was.routes().isEmpty() && is.routes().containsAll(was.routes()));
    value(
        topic,
        "routes",
        was.routes().toString(),
        is.routes().toString(),
        more ? higher() : Direction.PERHAPS_WIDER);
  }

  /// A counter that stands higher limits sooner, unless a permission asks how it stands.
  private Direction higher() {
    boolean asked =
        to.rules().stream().anyMatch(rule -> to.inputs(rule.id()).contains(Fact.COUNTERS));
    return asked ? Direction.PERHAPS_WIDER : Direction.NARROWER;
  }

  private void price(Price was, Price is) {
    boolean lower = is.prompt() < was.prompt() || is.completion() < was.completion();
    value(
        "price of model `" + is.model() + "`",
        "amount",
        was.prompt() + " asked, " + was.completion() + " answered",
        is.prompt() + " asked, " + is.completion() + " answered",
        lower ? Direction.PERHAPS_WIDER : higher());
  }

  private void notice(Notice was, Notice is) {
    String topic = "notice `" + is.id() + "`";
    value(topic, "text", was.text(), is.text(), Direction.PERHAPS_WIDER);
    value(topic, "header", was.header(), is.header(), Direction.PERHAPS_WIDER);
  }

  private void queue(ReviewQueue was, ReviewQueue is) {
    String topic = "review queue `" + is.id() + "`";
    value(topic, "role of reviewers", was.role(), is.role(), Direction.PERHAPS_WIDER);
    duration(topic, "deadline", was.deadline(), is.deadline());
    duration(topic, "time of a grant", was.grant(), is.grant());
  }

  private void duration(String topic, String what, Duration was, Duration is) {
    value(
        topic,
        what,
        was.toSeconds() + "s",
        is.toSeconds() + "s",
        is.compareTo(was) > 0 ? Direction.WIDER : Direction.NARROWER);
  }

  private void probe(Probe was, Probe is) {
    value(
        "probe `" + is.id() + "`",
        "question",
        question(was),
        question(is),
        Direction.PERHAPS_WIDER);
  }

  private static String question(Probe probe) {
    String places =
        probe.places().stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    String sought =
        probe.pattern().map(Object::toString).orElseGet(() -> String.join(", ", probe.words()));
    return probe.on().word() + " " + places + ": " + sought;
  }

  private void requirement(Requirement was, Requirement is) {
    String topic = "requirement `" + is.id() + "`";
    value(topic, "sentence", was.sentence(), is.sentence(), Direction.SAME);
    value(topic, "kind", was.kind().word(), is.kind().word(), Direction.SAME);
    value(topic, "source", source(was), source(is), Direction.SAME);
    value(topic, "owner", was.owner().orElse(""), is.owner().orElse(""), Direction.SAME);
    value(topic, "what meets it", was.metBy().toString(), is.metBy().toString(), Direction.SAME);
  }

  private static String source(Requirement requirement) {
    return requirement.source().from().word() + ": " + requirement.source().ref();
  }

  private <T> void items(
      String topic, List<T> before, List<T> now, Function<T, String> id, Both<T> both) {
    Map<String, T> old = byId(before, id);
    Map<String, T> current = byId(now, id);
    words(topic, old.keySet(), current.keySet(), Direction.SAME, Direction.SAME);
    current.forEach((name, is) -> {
      T was = old.get(name);
      if (was != null) both.compare(was, is);
    });
  }

  /// Compares an item that both have.
  private interface Both<T> {
    void compare(T was, T is);
  }

  private static <T> Map<String, T> byId(List<T> items, Function<T, String> id) {
    return items.stream().collect(Collectors.toMap(id, item -> item, (a, _) -> a, TreeMap::new));
  }

  private void words(
      String topic,
      Collection<String> before,
      Collection<String> now,
      Direction added,
      Direction removed) {
    for (String word : new TreeSet<>(now)) {
      if (before.contains(word)) continue;
      changes.add(new Change(topic, "new " + topic + " `" + word + "`", "", word, added));
    }
    for (String word : new TreeSet<>(before)) {
      if (now.contains(word)) continue;
      changes.add(new Change(topic, topic + " `" + word + "` is gone", word, "", removed));
    }
  }

  private void value(String topic, String what, String was, String is, Direction direction) {
    if (was.equals(is)) return;
    changes.add(
        new Change(
            topic,
            what
                + (topic.equals("bundle") ? "" : " of " + topic)
                + ": "
                + shown(was)
                + " → "
                + shown(is),
            was,
            is,
            direction));
  }

  private static String shown(String text) {
    return text.isEmpty() ? "nothing" : "`" + text + "`";
  }
}
