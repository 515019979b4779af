package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads the section `webhooks` of the configuration.
final class WebhooksReader {
  private static final int CHANNELS_MAX = 64;
  private static final int WAITING_MAX = 100_000;
  private static final int ATTEMPTS_MAX = 20;
  private static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

  private final Path folder;

  private WebhooksReader(Path folder) {
    this.folder = folder;
  }

  /// @param folder to which paths are relative
  static WebhooksConfig read(Mapping webhooks, Path folder) {
    var standard = WebhooksConfig.NONE;
    var timeout = webhooks.optional("timeout");
    var longest = ConfigReader.duration(timeout, standard.timeout());
    if (longest.compareTo(TIMEOUT_MAX) > 0) {
      timeout.mistake("a duration of at most `1m` was expected");
    }
    return new WebhooksConfig(
        (int) webhooks.optional("waiting").integer(1, WAITING_MAX).orElse(standard.waiting()),
        (int) webhooks.optional("attempts").integer(1, ATTEMPTS_MAX).orElse(standard.attempts()),
        longest,
        new WebhooksReader(folder).channels(webhooks.optional("channels")));
  }

  private List<WebhooksConfig.Hook> channels(Value value) {
    var hooks = new ArrayList<WebhooksConfig.Hook>();
    for (Value.Entry entry : value.entries(CHANNELS_MAX)) {
      if (!ConfigReader.ID.matcher(entry.name().value()).matches()) {
        entry.name().mistake("a channel of the bundle (`[a-z0-9._-]+`) was expected");
      }
      entry
          .value()
          .mapping(hook -> hook(entry.name().value(), hook))
          .flatMap(found -> found)
          .ifPresent(hooks::add);
    }
    return hooks;
  }

  private Optional<WebhooksConfig.Hook> hook(String channel, Mapping hook) {
    var url = hook.required("url").text(2000);
    var secret = optionalPath(hook.optional("secret"));
    var authorities = optionalPath(hook.optional("ca"));
    return url.flatMap(HttpsAddress::read)
        .map(to -> new WebhooksConfig.Hook(channel, to.origin(), to.path(), secret, authorities));
  }

  private Optional<Path> optionalPath(Value value) {
    return value.present()
        ? Optional.of(folder.resolve(value.text(4000).map(Text::value).orElse("")).normalize())
        : Optional.empty();
  }
}
