package probity.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import probity.wire.Format;
import probity.wire.mapped.PathTemplate;

/// A way through the gateway that the bundle declares.
///
/// @param path the exact path of the request, query excluded; `{model}` in it stands for a model
/// @param format the name of a [Format], or [#OPAQUE]
/// @param provider the name of an upstream of the configuration
/// @param models the models that requests may name; others are undeclared
/// @param system id of the AI system, `use` of the intended use, both declared in the bundle
/// @param assessment revision of the system's impact assessment, as the bundle cites it
/// @param retention class of the traffic log that the route's entries go to
/// @param keep what of the content the vault keeps
/// @param regions whose telephone numbers are known without `+`, by codes of ISO 3166-1
/// @param wire how bodies are read; empty where they are not
public record Route(
    String id,
    String path,
    List<String> methods,
    String format,
    String provider,
    String region,
    List<String> models,
    List<String> tools,
    String system,
    String use,
    String assessment,
    String riskClass,
    String retention,
    Keep keep,
    List<String> regions,
    Optional<Format> wire) {
  /// The format of a body that is not looked into.
  public static final String OPAQUE = "opaque";

  /// Content that is kept in the vault, for those who have to judge what was decided.
  public enum Keep {
    NONE,
    REQUEST,
    ANSWER,
    BOTH;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public boolean request() {
      return this == REQUEST || this == BOTH;
    }

    public boolean answer() {
      return this == ANSWER || this == BOTH;
    }
  }

  public Route {
    methods = List.copyOf(methods);
    models = List.copyOf(models);
    tools = List.copyOf(tools);
    regions = List.copyOf(regions);
    if (wire.filter(one -> !one.name().equals(format)).isPresent()) {
      throw new IllegalArgumentException("a route reads bodies by its format");
    }
  }

  /// Whether a request for `path`, query excluded, is one of this route.
  public boolean takes(String path) {
    return PathTemplate.of(this.path).matches(path);
  }

  /// A path that the route takes, with the first of its models where it names one.
  public String examplePath() {
    return PathTemplate.of(path).with(models.isEmpty() ? "model" : models.getFirst());
  }

  /// What bodies can hold; nothing where they are not read.
  public Format.Traits traits() {
    return wire.map(Format::traits).orElse(new Format.Traits(false, false, false, false));
  }
}
