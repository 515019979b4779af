package probity.console.traffic;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Which records are asked for: all conditions hold.
///
/// @param words of facets, at most one each
/// @param source id of a document whose text the request had; empty for any
/// @param from, until times as entries have them, `until` excluded; empty for any
/// @param before the place after which the list goes on, as the page before gave it
public record Asked(
    Map<Facet, String> words, String source, String from, String until, Optional<String> before) {
  /// Records of one page.
  public static final int PAGE = 50;

  /// Words of one facet.
  public static final int WORDS = 12;

  public Asked {
    var copy = new EnumMap<Facet, String>(Facet.class);
    copy.putAll(words);
    words = Map.copyOf(copy);
  }

  /// Whether canaries are left out: they are no traffic, unless somebody asks for a purpose.
  public boolean exceptCanaries() {
    return !words.containsKey(Facet.PURPOSE);
  }
}
