package probity.server.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which running gateway a command talks to: by the configuration, or by the URL of its control API
/// where there is no configuration at hand, as on an author's own machine.
public final class Gateway {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "probity.yaml, whose `control:` names the control API")
  private @Nullable Path config;

  @Option(
      names = "--control",
      paramLabel = "URL",
      description = "the control API itself, in place of --config")
  private @Nullable String control;

  /// Whether one was named at all.
  public boolean isNamed() {
    return config != null || control != null;
  }

  /// Its control API.
  public ControlClient client(Installation.Reader installations) {
    return new ControlClient(
        url(installations)
            .orElseThrow(() ->
                new CommandRefused(
                    "exactly one of `--config FILE` (with `control:` in it) and `--control URL` was"
                        + " expected")));
  }

  /// What the configuration says, if one is named.
  public Optional<Installation> installation(Installation.Reader installations) {
    return Optional.ofNullable(config).map(installations::read);
  }

  private Optional<URI> url(Installation.Reader installations) {
    if (control != null && config != null) return Optional.empty();
    return Optional.ofNullable(control)
        .or(() -> installation(installations).flatMap(Installation::control))
        .map(Gateway::uri);
  }

  private static URI uri(String text) {
    try {
      var uri = new URI(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new CommandRefused("`" + text + "` is no URL", e);
    }
    throw new CommandRefused("control API `" + text + "` is not `http(s)://host[:port]`");
  }
}
