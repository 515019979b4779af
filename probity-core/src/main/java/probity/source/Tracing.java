package probity.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.ledger.Entry;
import probity.wire.DocumentNames;
import probity.wire.Texts;
import probity.wire.mcp.Mcp;

/// Finds the documents of one request: by the fingerprints of its texts, by what it calls its
/// blocks and the calls of tools whose results stand in it, by markers in its texts, and by what
/// its headers declare.
///
/// A name explains no letter. What is the text of a document has its fingerprints too, so a request
/// cannot make its own text look known by calling it so.
final class Tracing {
  /// What texts show stands before what somebody says, so that nobody can crowd it out.
  private static final Comparator<Use> ORDER =
      Comparator.comparing(Use::method)
          .thenComparing(Comparator.comparingInt(Use::score).reversed())
          .thenComparing(Use::source)
          .thenComparingInt(Use::version);

  private final SourceIndex index;
  private final Prompt.Read prompt;
  private final Map<Key, Integer> scores = new HashMap<>();

  /// Of each document that fingerprints show, the part with the highest score.
  private final Map<String, Span> shown = new HashMap<>();

  /// Ids of documents that fingerprints or names show.
  private final Set<String> confirmed = new HashSet<>();

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
      shown.merge(key.source, span, (one, other) -> other.score() > one.score() ? other : one);
      confirmed.add(key.source);
    }
    for (List<String> names : prompt.documents().blocks()) block(names);
    for (List<String> names : prompt.documents().asked()) structural(named(names));
    for (String arguments : prompt.documents().arguments()) {
      structural(named(DocumentNames.texts(arguments)));
    }
    for (String result : results) {
      for (List<String> names : Mcp.resources(result)) structural(named(names));
    }
    for (String text : texts) Markers.each(text, this::marked);
    int unconfirmed = declared.unreadable();
    for (String id : declared.ids()) if (!declared(id)) unconfirmed++;
    var uses = uses();
    var ids = uses.stream().map(Use::source).distinct().toList();
    var recorded = first(uses);
    var listed = first(ids);
    return new Origins(
        recorded,
        uses.size() - recorded.size(),
        listed,
        ids.size() - listed.size(),
        attribution.unattributedPercent(),
        index.version().hex(),
        List.copyOf(unknown),
        unconfirmed);
  }

  private static <T> List<T> first(List<T> items) {
    return items.subList(0, Math.min(items.size(), Entry.LIST_MAX));
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
    source.ifPresent(one -> {
      put(one, Use.Method.STRUCTURAL);
      confirmed.add(one.id());
    });
  }

  private void marked(String name) {
    index.catalogue().called(name).ifPresent(source -> put(source, Use.Method.MARKER));
  }

  /// Whether a document that a header declares is here by another sign; then it is recorded.
  private boolean declared(String id) {
    var source = index.catalogue().called(id).filter(one -> confirmed.contains(one.id()));
    source.ifPresent(one -> put(one, Use.Method.DECLARED));
    return source.isPresent();
  }

  /// A name says no version: it is the one that the fingerprints show, else the newest.
  private void put(Source source, Use.Method method) {
    var part = shown.get(source.id());
    var version = part == null ? source.newest() : part.version();
    scores.put(new Key(source.id(), version.number(), method), 100);
  }

  private List<Use> uses() {
    var uses = new ArrayList<Use>();
    scores.forEach((key, score) -> uses.add(new Use(key.source, key.version, key.method, score)));
    uses.sort(ORDER);
    return uses;
  }
}
