package probity.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import probity.wire.formats.Formats;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads routes.
final class RouteReader {
  static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final int ITEMS_MAX = 64;

  private final Map<String, IntendedUse> uses;
  private final SortedMap<String, Integer> retention;
  private final Names ids = new Names("route");
  private final Names paths = new Names("path");

  RouteReader(Map<String, IntendedUse> uses, SortedMap<String, Integer> retention) {
    this.uses = uses;
    this.retention = retention;
  }

  Route read(Mapping route) {
    Optional<Text> use = Forms.id(route.required("use"));
    use.ifPresent(text -> text.isOneOf(uses.keySet(), "use"));
    var intended = Optional.ofNullable(uses.get(Read.value(use)));
    var system = intended.map(IntendedUse::system).orElse(AiSystem.NONE);
    Optional<Text> kept = Forms.id(route.required("retention"));
    kept.ifPresent(text -> text.isOneOf(retention.keySet(), "retention class"));
    String format = Read.value(route.required("format").word(formats()));
    for (String member : List.of("models", "tools")) {
      if (format.equals(Route.OPAQUE)) {
        route.optional(member).mistake("an opaque body is not read, so it names no " + member);
      }
    }
    var keep =
        route
            .optional("keep")
            .choice(List.of(Route.Keep.values()), Route.Keep::word)
            .orElse(Route.Keep.NONE);
    return new Route(
        ids.add(Forms.id(route.required("id"))),
        paths.add(Forms.path(route.required("path"))),
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
        keep);
  }

  /// The formats that a route can have.
  static List<String> formats() {
    var formats = new ArrayList<>(Formats.names());
    formats.add(Route.OPAQUE);
    return List.copyOf(formats);
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
