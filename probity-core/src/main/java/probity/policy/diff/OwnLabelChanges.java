package probity.policy.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import probity.classify.OwnLabel;
import probity.policy.Bundle;

/// What the labels that both bundles define find otherwise. Which came and went is told with the
/// other labels.
final class OwnLabelChanges {
  private final Map<String, OwnLabel> from;
  private final Map<String, OwnLabel> to;

  /// What it means that more is found.
  private final Direction more;

  private final List<Change> changes = new ArrayList<>();

  OwnLabelChanges(Bundle from, Bundle to, Direction more) {
    this.from = byName(from);
    this.to = byName(to);
    this.more = more;
  }

  List<Change> changes() {
    to.forEach((name, is) -> {
      OwnLabel was = from.get(name);
      if (was != null) compare(was, is);
    });
    return changes;
  }

  private void compare(OwnLabel was, OwnLabel is) {
    String of = " of label `" + is.label() + "`";
    words("word" + of, was.words(), is.words(), more, Direction.PERHAPS_WIDER);
    words("exact word" + of, was.exact(), is.exact(), more, Direction.PERHAPS_WIDER);
    words("pattern" + of, was.patterns(), is.patterns(), more, Direction.PERHAPS_WIDER);
    // The first word before it takes from what is found, and so does one that goes.
    words(
        "word before it" + of,
        was.after(),
        is.after(),
        Direction.PERHAPS_WIDER,
        Direction.PERHAPS_WIDER);
    value("version" + of, was.version(), is.version(), Direction.SAME);
    value("confidence" + of, was.confidence(), is.confidence(), Direction.PERHAPS_WIDER);
  }

  private void words(
      String what,
      Collection<String> before,
      Collection<String> now,
      Direction added,
      Direction removed) {
    for (String word : new TreeSet<>(now)) {
      if (!before.contains(word)) add("new " + what + ": `" + word + "`", "", word, added);
    }
    for (String word : new TreeSet<>(before)) {
      if (!now.contains(word)) add("no more " + what + ": `" + word + "`", word, "", removed);
    }
  }

  private void value(String what, int was, int is, Direction direction) {
    if (was == is) return;
    add(
        what + ": `" + was + "` → `" + is + "`",
        String.valueOf(was),
        String.valueOf(is),
        direction);
  }

  private void add(String what, String before, String after, Direction direction) {
    changes.add(new Change("label", what, before, after, direction));
  }

  private static Map<String, OwnLabel> byName(Bundle bundle) {
    return bundle.ownLabels().all().stream()
        .collect(Collectors.toMap(OwnLabel::label, label -> label, (a, _) -> a, TreeMap::new));
  }
}
