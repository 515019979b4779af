package probity.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.ledger.Entry;
import probity.wire.Texts;

/// Which documents a request has text of, as its record says it.
///
/// @param uses the highest score first, as many as an entry holds; `omitted` counts the others
/// @param unattributed how many of a hundred letters and digits stand in no known document; 100
///   where the request was not read or no document is known
/// @param index the version of the index that was asked, in hex, or empty where there is none
public record Origins(List<Use> uses, int omitted, int unattributed, String index) {
  /// Of a request that was not traced.
  public static final Origins NONE = new Origins(List.of(), 0, 100, "");

  private static final Comparator<Use> ORDER =
      Comparator.comparingInt(Use::score)
          .reversed()
          .thenComparing(Use::source)
          .thenComparingInt(Use::version);

  public Origins {
    uses = List.copyOf(uses);
  }

  /// Traces what users, tools and the system say.
  public static Origins of(SourceIndex index, Prompt.Read prompt) {
    if (index.catalogue().sources().isEmpty()) return NONE;
    var texts = new ArrayList<String>();
    for (Place place : prompt.places()) {
      if (isTraced(place.kind())) texts.add(Texts.text(prompt.body(), place));
    }
    var attribution = Attribution.of(index, texts);
    var uses = uses(attribution);
    int kept = Math.min(uses.size(), Entry.LIST_MAX);
    return new Origins(
        uses.subList(0, kept),
        uses.size() - kept,
        attribution.unattributedPercent(),
        index.version().hex());
  }

  /// The ids of the documents, each once.
  public List<String> ids() {
    return uses.stream().map(Use::source).distinct().toList();
  }

  private static boolean isTraced(Place.Kind kind) {
    return switch (kind) {
      case SYSTEM, USER, TOOL_RESULT -> true;
      case ASSISTANT, TOOL_DESCRIPTION, TOOL_ARGUMENTS, OTHER -> false;
    };
  }

  private static List<Use> uses(Attribution attribution) {
    Map<Use, Integer> best = new LinkedHashMap<>();
    for (Span span : attribution.spans()) {
      var unscored =
          new Use(span.source().id(), span.version().number(), Use.Method.FINGERPRINT, 0);
      best.merge(unscored, span.score(), Math::max);
    }
    var uses = new ArrayList<Use>();
    best.forEach(
        (use, score) -> uses.add(new Use(use.source(), use.version(), use.method(), score)));
    uses.sort(ORDER);
    return uses;
  }
}
