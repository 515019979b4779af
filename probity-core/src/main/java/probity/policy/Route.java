package probity.policy;

import java.util.List;

/// A way through the gateway that the bundle declares.
///
/// @param path the exact path of the request, query excluded
/// @param format `openai.chat`, or `opaque` for a body that is not looked into
/// @param provider the name of an upstream of the configuration
/// @param models the models that requests may name; others are undeclared
/// @param system id of the AI system, `use` of the intended use, both declared in the bundle
/// @param assessment revision of the system's impact assessment, as the bundle cites it
/// @param retention class of the traffic log that the route's entries go to
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
    String retention) {
  /// The format of OpenAI's Chat Completions.
  public static final String OPENAI_CHAT = "openai.chat";

  public Route {
    methods = List.copyOf(methods);
    models = List.copyOf(models);
    tools = List.copyOf(tools);
  }
}
