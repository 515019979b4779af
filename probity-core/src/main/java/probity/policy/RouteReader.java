package probity.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import probity.classify.PhoneRegions;
import probity.wire.Format;
import probity.wire.formats.Formats;
import probity.wire.mapped.MappedFormat;
import probity.wire.mapped.Mapping;
import probity.wire.mapped.PathTemplate;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads routes.
final class RouteReader {
  static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final int ITEMS_MAX = 64;
  private static final Pattern REGION = Pattern.compile("[A-Z]{2}");

  private final Map<String, IntendedUse> uses;
  private final SortedMap<String, Integer> retention;
  private final Map<String, Mapping> mappings;
  private final List<String> regions;
  private final Names ids = new Names("route");
  private final Names paths = new Names("path");
  private final List<PathTemplate> templates = new ArrayList<>();

  /// @param mappings the formats that the bundle declares, by id
  /// @param regions those of a route that says nothing else
  RouteReader(
      Map<String, IntendedUse> uses,
      SortedMap<String, Integer> retention,
      Map<String, Mapping> mappings,
      List<String> regions) {
    this.uses = uses;
    this.retention = retention;
    this.mappings = mappings;
    this.regions = regions;
  }

  Route read(probity.yaml.Mapping route) {
    Optional<Text> use = Forms.id(route.required("use"));
    use.ifPresent(text -> text.isOneOf(uses.keySet(), "use"));
    var intended = Optional.ofNullable(uses.get(Read.value(use)));
    var system = intended.map(IntendedUse::system).orElse(AiSystem.NONE);
    Optional<Text> kept = Forms.id(route.required("retention"));
    kept.ifPresent(text -> text.isOneOf(retention.keySet(), "retention class"));
    String format = Read.value(route.required("format").word(formats(mappings.keySet())));
    var path = path(route.required("path"), format);
    for (String member : List.of("models", "tools")) {
      if (format.equals(Route.OPAQUE)) {
        route.optional(member).mistake("an opaque body is not read, so it names no " + member);
      }
    }
    if (Formats.named(format).filter(known -> !known.traits().models()).isPresent()) {
      route.optional("models").mistake("requests of format `" + format + "` name no models");
    }
    var own = route.optional("regions");
    var keep =
        route
            .optional("keep")
            .choice(List.of(Route.Keep.values()), Route.Keep::word)
            .orElse(Route.Keep.NONE);
    return new Route(
        ids.add(Forms.id(route.required("id"))),
        path,
        methods(route.optional("methods")),
        format,
        Read.value(Forms.id(route.required("provider"))),
        Read.value(Forms.id(route.optional("region"))),
        words(route.optional("models")),
        words(route.optional("tools")),
        system.id(),
        Read.value(use),
        system.assessment(),
        system.riskClass(),
        Read.value(kept),
        keep,
        own.present() ? regions(own) : regions,
        wire(format, path));
  }

  private Optional<Format> wire(String format, String path) {
    return Formats.named(format)
        .or(() ->
            Optional.ofNullable(mappings.get(format))
                .map(mapping -> new MappedFormat(mapping, PathTemplate.of(path))));
  }

  /// A path that no other route takes. A model stands in it where its format reads it there, and
  /// nowhere else.
  private String path(Value value, String format) {
    var path = Forms.path(value);
    String name = paths.add(path);
    boolean expected =
        Optional.ofNullable(mappings.get(format))
            .filter(mapping -> mapping.model() instanceof Mapping.Model.InPath)
            .isPresent();
    var template = PathTemplate.of(name);
    if (path.isPresent() && !format.isEmpty() && template.model() != expected) {
      value.mistake(
          expected
              ? "format `" + format + "` has its model in the path, where `{model}` was expected"
              : "format `" + format + "` has no model in the path, so `{model}` has no meaning");
    }
    for (PathTemplate other : templates) {
      // Two that are the same are a mistake already.
      if (!other.equals(template) && other.meets(template)) {
        value.mistake("a request could be for this path and for `" + other + "`");
      }
    }
    if (path.isPresent()) templates.add(template);
    return name;
  }

  /// The formats that a route can have.
  ///
  /// @param declared those of the bundle
  static List<String> formats(Collection<String> declared) {
    var formats = new ArrayList<>(Formats.names());
    formats.addAll(declared);
    formats.add(Route.OPAQUE);
    return List.copyOf(formats);
  }

  /// The regions whose telephone numbers are known without `+`.
  static List<String> regions(Value list) {
    var names = new Names("region");
    for (Value item : list.items(PhoneRegions.MAX)) {
      var code = item.name(REGION, "a region (two capital letters, as in ISO 3166-1)");
      names.add(code);
      code.ifPresent(text -> text.isOneOf(PhoneRegions.known(), "region"));
    }
    return List.copyOf(names.all());
  }

  private static List<String> methods(Value list) {
    if (!list.present()) return List.of("POST");
    var names = new Names("method");
    list.items(METHODS.size()).forEach(item -> names.add(item.word(METHODS)));
    if (names.all().isEmpty()) list.mistake("a route takes at least one method");
    return List.copyOf(names.all());
  }

  private static List<String> words(Value list) {
    var names = new Names("word");
    list.items(ITEMS_MAX).forEach(item -> names.add(Forms.word(item)));
    return List.copyOf(names.all());
  }
}
