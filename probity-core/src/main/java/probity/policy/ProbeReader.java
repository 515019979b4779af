package probity.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import probity.exchange.Facts;
import probity.exchange.Place;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads probes, and bounds what a pattern may cost.
final class ProbeReader {
  private static final int ITEMS_MAX = 64;
  private static final int PATTERN_MAX = 500;
  private static final int COPIES_MAX = 256;
  private static final List<Place.Kind> PLACES = List.of(Place.Kind.values());
  private static final java.util.regex.Pattern REPEAT =
      java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

  private ProbeReader() {}

  static List<Probe> read(Value list) {
    var names = new Names("probe");
    return list.mappings(ITEMS_MAX, probe -> probe(probe, names));
  }

  private static Probe probe(Mapping probe, Names names) {
    String id = names.add(Forms.id(probe.required("id")));
    Facts.Phase on =
        probe
            .required("on")
            .choice(List.of(Facts.Phase.REQUEST, Facts.Phase.TOOL), Facts.Phase::word)
            .orElse(Facts.Phase.REQUEST);
    Value list = probe.required("places");
    var places =
        list.items(ITEMS_MAX).stream()
            .flatMap(item -> item.choice(PLACES, ProbeReader::word).stream())
            .collect(Collectors.toSet());
    if (list.present() && places.isEmpty()) {
      list.mistake("a probe looks into at least one kind of place");
    }
    Value contains = probe.optional("contains");
    Value matches = probe.optional("matches");
    if (contains.present() == matches.present()) {
      probe.mistake("a probe has `contains` or `matches`, and not both");
    }
    var words =
        contains.texts(ITEMS_MAX, 128).stream()
            .map(word -> word.value().toLowerCase(Locale.ROOT))
            .toList();
    return new Probe(
        id, on, places, words, matches.text(PATTERN_MAX).flatMap(ProbeReader::pattern));
  }

  private static String word(Place.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Pattern> pattern(Text text) {
    // Counted repetition is written out by RE2, so a short pattern could become a huge program.
    double copies =
        REPEAT
            .matcher(text.value())
            .results()
            .mapToDouble(ProbeReader::copies)
            .reduce(1, (a, b) -> a * b);
    if (copies > COPIES_MAX) {
      text.mistake("the counts of `{}` multiply to more than " + COPIES_MAX);
      return Optional.empty();
    }
    try {
      var pattern = Pattern.compile(text.value());
      if (!pattern.matcher("").find()) return Optional.of(pattern);
      text.mistake("the pattern matches the empty text, and so everything");
    } catch (PatternSyntaxException e) {
      text.mistake("not a pattern of RE2: " + e.getDescription());
    }
    return Optional.empty();
  }

  private static double copies(MatchResult repeat) {
    String most = repeat.group(2);
    return Math.max(1, Double.parseDouble(most == null || most.isEmpty() ? repeat.group(1) : most));
  }
}
