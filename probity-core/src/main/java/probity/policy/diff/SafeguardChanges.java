package probity.policy.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import probity.policy.Bundle;
import probity.policy.Canary;
import probity.policy.Effect;
import probity.policy.Invariant;
import probity.policy.logic.Cases;

/// Invariants and canaries that came, went and changed.
///
/// Neither decides anything, so none permits more by itself. But each holds the rules to something:
/// without it the next change may permit more and nobody would see. One that goes or says less is
/// therefore wider; one that comes changes nothing that is permitted.
final class SafeguardChanges {
  private static final int VALUE_MAX = 300;

  private final Bundle from;
  private final Bundle to;
  private final List<Change> changes = new ArrayList<>();

  SafeguardChanges(Bundle from, Bundle to) {
    this.from = from;
    this.to = to;
  }

  List<Change> changes() {
    compare(
        "invariant",
        byId(from.invariants(), Invariant::id),
        byId(to.invariants(), Invariant::id),
        SafeguardChanges::written,
        SafeguardChanges::differences,
        _ -> false);
    compare(
        "canary",
        byId(from.canaries(), Canary::id),
        byId(to.canaries(), Canary::id),
        SafeguardChanges::written,
        SafeguardChanges::differences,
        this::hasNothingToShow);
    return changes;
  }

  /// What is otherwise about a safeguard that both bundles have.
  private interface Both<T> {
    List<Difference> between(T was, T is);
  }

  private record Difference(String what, String was, String is, Direction direction) {
    /// A sentence that a person reads before signing has no room for whole requests.
    boolean isLong() {
      return Math.max(was.length(), is.length()) > VALUE_MAX;
    }
  }

  /// @param needless whether one that is gone held the new bundle to nothing anyway
  private <T> void compare(
      String topic,
      Map<String, T> before,
      Map<String, T> now,
      Function<T, String> written,
      Both<T> both,
      Predicate<T> needless) {
    var ids = new TreeSet<>(before.keySet());
    ids.addAll(now.keySet());
    for (String id : ids) {
      T was = before.get(id);
      T is = now.get(id);
      String name = topic + " `" + id + "`";
      if (was == null && is != null) {
        String text = written.apply(is);
        changes.add(new Change(topic, "new " + name + ": " + text, "", text, Direction.SAME));
      } else if (is == null && was != null) {
        boolean kept = needless.test(was) || isKept(was, now.values(), both);
        String text = written.apply(was);
        changes.add(
            new Change(
                topic,
                name + " is gone: " + text,
                text,
                "",
                kept ? Direction.SAME : Direction.WIDER));
      } else if (was != null && is != null) {
        for (Difference one : both.between(was, is)) {
          String values =
              one.isLong() ? " is another one" : ": " + shown(one.was()) + " → " + shown(one.is());
          String what = one.what() + " of " + name + values;
          changes.add(new Change(name, what, one.was(), one.is(), one.direction()));
        }
      }
    }
  }

  /// Whether one of another name does all that this one did.
  private static <T> boolean isKept(T was, Collection<T> now, Both<T> both) {
    return now.stream()
        .anyMatch(is -> both.between(was, is).stream().noneMatch(one -> one.direction().widens()));
  }

  /// Where its route is gone, or the rule whose permission it showed, nothing is left to show.
  private boolean hasNothingToShow(Canary canary) {
    if (to.routes().stream().noneMatch(route -> route.id().equals(canary.route()))) return true;
    String rule = canary.expected().rule();
    return to.rules().stream().noneMatch(one -> one.id().equals(rule))
        && from.rules().stream()
            .anyMatch(one -> one.id().equals(rule) && one.then() instanceof Effect.Permit);
  }

  private static List<Difference> differences(Invariant was, Invariant is) {
    var found = new ArrayList<Difference>();
    add(found, "phase", was.on().word(), is.on().word(), Direction.PERHAPS_WIDER);
    boolean covers = Cases.holdsWherever(was.formula(), is.formula());
    add(
        found,
        "assumption",
        was.assume(),
        is.assume(),
        covers ? Direction.SAME : Direction.PERHAPS_WIDER);
    add(found, "sentence", was.says(), is.says(), Direction.SAME);
    add(
        found,
        "requirement",
        was.requirement().orElse(""),
        is.requirement().orElse(""),
        Direction.SAME);
    return found;
  }

  private static List<Difference> differences(Canary was, Canary is) {
    var found = new ArrayList<Difference>();
    var expected = was.expected();
    var now = is.expected();
    add(found, "phase", expected.on().word(), now.on().word(), Direction.PERHAPS_WIDER);
    add(found, "verdict", expected.verdict(), now.verdict(), Direction.PERHAPS_WIDER);
    add(found, "rule", expected.rule(), now.rule(), Direction.PERHAPS_WIDER);
    add(
        found,
        "masked labels",
        words(expected.redacted()),
        words(now.redacted()),
        now.redacted().containsAll(expected.redacted()) ? Direction.SAME : Direction.WIDER);
    add(
        found,
        "planted texts",
        words(expected.planted()),
        words(now.planted()),
        now.planted().containsAll(expected.planted()) ? Direction.SAME : Direction.WIDER);
    add(
        found,
        "period",
        was.every().toSeconds() + "s",
        is.every().toSeconds() + "s",
        is.every().compareTo(was.every()) > 0 ? Direction.WIDER : Direction.SAME);
    add(found, "route", was.route(), is.route(), Direction.PERHAPS_WIDER);
    add(found, "method", was.method(), is.method(), Direction.PERHAPS_WIDER);
    add(found, "roles", words(was.roles()), words(is.roles()), Direction.PERHAPS_WIDER);
    add(found, "groups", words(was.groups()), words(is.groups()), Direction.PERHAPS_WIDER);
    add(found, "request", was.request(), is.request(), Direction.PERHAPS_WIDER);
    add(found, "answer", said(was.answer()), said(is.answer()), Direction.PERHAPS_WIDER);
    add(found, "requirement", was.requirement(), is.requirement(), Direction.SAME);
    add(found, "controls", words(was.controls()), words(is.controls()), Direction.SAME);
    return found;
  }

  private static void add(
      List<Difference> found, String what, String was, String is, Direction direction) {
    if (!was.equals(is)) found.add(new Difference(what, was, is, direction));
  }

  private static String written(Invariant invariant) {
    return "on " + invariant.on().word() + " never permit where " + invariant.assume();
  }

  private static String written(Canary canary) {
    return "on route `"
        + canary.route()
        + "` expects rule `"
        + canary.expected().rule()
        + "` to "
        + canary.expected().verdict();
  }

  private static String said(Canary.Answer answer) {
    return answer.tool().isEmpty() ? answer.text() : answer.tool() + " " + answer.arguments();
  }

  /// Sorted, since their order means nothing.
  private static String words(Collection<String> words) {
    return String.join(", ", new TreeSet<>(words));
  }

  private static String shown(String text) {
    return text.isEmpty() ? "nothing" : "`" + text + "`";
  }

  private static <T> Map<String, T> byId(List<T> items, Function<T, String> id) {
    return items.stream().collect(Collectors.toMap(id, item -> item, (a, _) -> a, TreeMap::new));
  }
}
