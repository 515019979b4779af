package probity.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Facts;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.policy.Route;
import probity.source.Declared;
import probity.source.Origins;
import probity.source.Sources;
import probity.wire.Format;
import probity.wire.Texts;

/// A request that was parsed and classified.
///
/// @param route the bundle's route for it, if there is one
/// @param origins the documents that its text came from
/// @param missing how many texts models that are required did not score to their end
record Reading(
    Optional<Route> route,
    Prompt prompt,
    List<Finding> findings,
    SortedMap<String, Boolean> probes,
    Origins origins,
    int missing) {

  /// What is known of a request before it is read.
  static final Prompt NOTHING = new Prompt.Opaque(Bytes.EMPTY, Coverage.NONE);

  /// How bodies are read; empty where they are not.
  Optional<Format> format() {
    return route.flatMap(Route::wire);
  }

  List<Place> places() {
    return prompt instanceof Prompt.Read read ? read.places() : List.of();
  }

  /// Reads on the caller's thread, or on `pool` where the body is large or models read it; `done`
  /// runs on `home` either way. Gives empty where the pool has no room.
  static void of(
      RawRequest request,
      BundleInForce inForce,
      Sources sources,
      ExecutorService pool,
      Limits limits,
      Executor home,
      Consumer<Optional<Reading>> done) {
    if (isSmall(request, limits) && inForce.scoring().isEmpty()) {
      done.accept(Optional.of(read(request, inForce, sources, limits)));
      return;
    }
    Aside.run(
        pool,
        home,
        () -> Optional.of(read(request, inForce, sources, limits)),
        done,
        () -> done.accept(Optional.empty()));
  }

  /// Whether it can be read on the event loop. A small body that is encoded can be a large one.
  private static boolean isSmall(RawRequest request, Limits limits) {
    return request.body().map(Bytes::length).orElse(0) <= limits.inlineBytes()
        && !ContentCoding.isIn(request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING));
  }

  private static Reading read(
      RawRequest request, BundleInForce inForce, Sources sources, Limits limits) {
    var bundle = inForce.bundle();
    var route = bundle.route(request.path()).filter(r -> r.methods().contains(request.method()));
    var prompt = prompt(request, route, limits);
    var declared =
        Declared.of(
            request.headers().getAll(Declared.HEADER), request.headers().getAll(Declared.BAGGAGE));
    if (!(prompt instanceof Prompt.Read read)) {
      var untraced = Origins.untraced(declared);
      return new Reading(route, prompt, List.of(), new TreeMap<>(), untraced, 0);
    }
    var texts = Texts.json(read.body(), read.places());
    var scores = inForce.scoring().score(texts, bundle.labels());
    var findings = new ArrayList<>(inForce.detectors().on(route).inspect(texts));
    findings.addAll(scores.findings());
    findings.sort(Comparator.comparingInt(Finding::place).thenComparingInt(Finding::start));
    return new Reading(
        route,
        unscanned(read, scores.unscanned()),
        findings,
        bundle.probes(Facts.Phase.REQUEST, read.places(), place -> Texts.text(read.body(), place)),
        Origins.of(sources.index(), read, declared),
        scores.missing());
  }

  /// What models did not score stands on the record.
  private static Prompt unscanned(Prompt prompt, int texts) {
    if (texts == 0) return prompt;
    var notRead = new TreeMap<>(prompt.coverage().notRead());
    notRead.merge(Refusal.UNSCANNED, texts, Integer::sum);
    return prompt.with(new Coverage(prompt.coverage().read(), notRead));
  }

  private static Prompt prompt(RawRequest request, Optional<Route> route, Limits limits) {
    if (request.body().isEmpty()) {
      return new Prompt.Unreadable(
          Bytes.EMPTY, Coverage.none("body"), BodyFault.TOO_LARGE, "larger than the bound");
    }
    Bytes body = request.body().get();
    var codings = request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING);
    return switch (ContentCoding.decode(codings, body, limits.bodyBytes())) {
      case ContentCoding.Decoded.Plain(var plain) -> plain(request, route, plain);
      case ContentCoding.Decoded.Unreadable(var fault, var detail) ->
          new Prompt.Unreadable(body, Coverage.none("body"), fault, detail);
    };
  }

  private static Prompt plain(RawRequest request, Optional<Route> route, Bytes body) {
    return withQuery(
        route
            .flatMap(Route::wire)
            .map(format -> format.request(request.head(), body))
            .orElseGet(() ->
                new Prompt.Opaque(
                    body, body.length() == 0 ? Coverage.NONE : Coverage.none("opaque-body"))),
        request);
  }

  /// A query string is forwarded and not read, so the record says so.
  private static Prompt withQuery(Prompt prompt, RawRequest request) {
    if (request.query().isEmpty()) return prompt;
    var notRead = new TreeMap<>(prompt.coverage().notRead());
    notRead.merge("query", 1, Integer::sum);
    return prompt.with(new Coverage(prompt.coverage().read(), notRead));
  }

  /// Tool names of the prompt that the route does not declare, 64 at most.
  List<String> undeclaredTools() {
    if (!(prompt instanceof Prompt.Read read)) return List.of();
    var declared = route.map(Route::tools).orElse(List.of());
    var undeclared = new ArrayList<String>();
    for (String tool : read.tools()) {
      if (!declared.contains(tool) && undeclared.size() < 64) undeclared.add(tool);
    }
    return undeclared;
  }

  /// The prompt's model where the route does not declare it.
  Optional<String> undeclaredModel() {
    return prompt instanceof Prompt.Read read
            && route.map(one -> one.traits().models()).orElse(true)
            && !route.map(Route::models).orElse(List.of()).contains(read.model())
        ? Optional.of(read.model())
        : Optional.empty();
  }
}
