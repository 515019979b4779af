package probity.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.ledger.Entry;
import probity.wire.Texts;
import probity.wire.mcp.Mcp;

/// Finds the documents of one request: by the fingerprints of its texts, by what it calls its
/// blocks and the calls of tools whose results stand in it, by markers in its texts, and by what
/// its headers declare.
///
/// A name explains no letter. What is the text of a document has its fingerprints too, so a request
/// cannot make its own text look known by calling it so.
final class Tracing {
  private static final Comparator<Use> ORDER =
      Comparator.comparingInt(Use::score)
          .reversed()
          .thenComparing(Use::source)
          .thenComparingInt(Use::version)
          .thenComparing(Use::method);

  private final SourceIndex index;
  private final Prompt.Read prompt;
  private final Map<Key, Integer> scores = new HashMap<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  private record Key(String source, int version, Use.Method method) {}

  Tracing(SourceIndex index, Prompt.Read prompt) {
    this.index = index;
    this.prompt = prompt;
  }

  Origins origins(Declared declared) {
    var texts = new ArrayList<String>();
    var results = new ArrayList<String>();
    for (Place place : prompt.places()) {
      if (!isTraced(place.kind())) continue;
      String text = Texts.text(prompt.body(), place);
      texts.add(text);
      if (place.kind() == Place.Kind.TOOL_RESULT) results.add(text);
    }
    var attribution = Attribution.of(index, texts);
    for (Span span : attribution.spans()) {
      var key = new Key(span.source().id(), span.version().number(), Use.Method.FINGERPRINT);
      scores.merge(key, span.score(), Math::max);
    }
    for (List<String> names : prompt.documents().blocks()) block(names);
    for (List<String> names : prompt.documents().asked()) structural(named(names));
    for (String result : results) {
      for (List<String> names : Mcp.resources(result)) structural(named(names));
    }
    for (String text : texts) {
      for (String name : Markers.names(text)) {
        index.catalogue().called(name).ifPresent(source -> put(source, Use.Method.MARKER));
      }
    }
    int unconfirmed = declared.unreadable();
    for (String id : declared.ids()) if (!declared(id)) unconfirmed++;
    var uses = uses();
    int kept = Math.min(uses.size(), Entry.LIST_MAX);
    return new Origins(
        uses.subList(0, kept),
        uses.size() - kept,
        attribution.unattributedPercent(),
        index.version().hex(),
        List.copyOf(unknown),
        unconfirmed);
  }

  private static boolean isTraced(Place.Kind kind) {
    return switch (kind) {
      case SYSTEM, USER, DOCUMENT, TOOL_RESULT -> true;
      case ASSISTANT, TOOL_DESCRIPTION, TOOL_ARGUMENTS, OTHER -> false;
    };
  }

  private void block(List<String> names) {
    var source = named(names);
    structural(source);
    if (source.isEmpty() && unknown.size() < Entry.LIST_MAX) unknown.add(names.getFirst());
  }

  /// The document that the first of the names that is known means.
  private Optional<Source> named(List<String> names) {
    return names.stream().flatMap(name -> index.catalogue().called(name).stream()).findFirst();
  }

  private void structural(Optional<Source> source) {
    source.ifPresent(one -> put(one, Use.Method.STRUCTURAL));
  }

  /// Whether a document that a header declares is here by another sign; then it is recorded.
  private boolean declared(String id) {
    var source = index.catalogue().called(id).filter(this::isConfirmed);
    source.ifPresent(one -> put(one, Use.Method.DECLARED));
    return source.isPresent();
  }

  private boolean isConfirmed(Source source) {
    return scores.keySet().stream()
        .filter(key -> key.source.equals(source.id()))
        .anyMatch(
            key -> key.method == Use.Method.FINGERPRINT || key.method == Use.Method.STRUCTURAL);
  }

  /// A name says no version: it is the one that the fingerprints show, else the newest.
  private void put(Source source, Use.Method method) {
    int version =
        scores.entrySet().stream()
            .filter(each -> each.getKey().source.equals(source.id()))
            .filter(each -> each.getKey().method == Use.Method.FINGERPRINT)
            .max(Map.Entry.comparingByValue())
            .map(each -> each.getKey().version)
            .orElse(source.newest().number());
    scores.put(new Key(source.id(), version, method), 100);
  }

  private List<Use> uses() {
    var uses = new ArrayList<Use>();
    scores.forEach((key, score) -> uses.add(new Use(key.source, key.version, key.method, score)));
    uses.sort(ORDER);
    return uses;
  }
}
