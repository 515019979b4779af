package probity.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import probity.gateway.upstream.EgressPolicy;
import probity.http.PinnedPost;
import probity.policy.Bundle;
import probity.webhook.Bounds;
import probity.webhook.Receiver;
import probity.webhook.SigningKey;
import probity.webhook.Webhooks;

/// The webhooks of a configuration.
final class ConfiguredWebhooks {
  private static final Logger LOG = Logger.getLogger(ConfiguredWebhooks.class.getName());

  /// Nobody reads the answer; what is longer counts as one that cannot be read.
  private static final int ANSWER_BYTES_MAX = 64 << 10;

  private ConfiguredWebhooks() {}

  /// A secret or a `ca` file that cannot be read refuses the start. Nobody is called yet: a gateway
  /// starts and serves without its receivers.
  static Webhooks start(Config config, InstantSource clock, SecureRandom random) {
    var webhooks = config.governance().webhooks();
    var origins =
        webhooks.channels().stream()
            .map(WebhooksConfig.Hook::origin)
            .collect(Collectors.toUnmodifiableSet());
    var egress = new EgressPolicy(origins, Set.copyOf(config.privateHosts()));
    var receivers =
        webhooks.channels().stream().map(hook -> receiver(hook, egress, webhooks)).toList();
    return Webhooks.start(
        receivers, new Bounds(webhooks.waiting(), webhooks.attempts()), clock, random);
  }

  private static Receiver receiver(
      WebhooksConfig.Hook hook, EgressPolicy egress, WebhooksConfig webhooks) {
    var tls = ConfiguredIdentity.tls("the webhook of `" + hook.channel() + "`", hook.authorities());
    return new Receiver(
        hook.channel(),
        hook.origin(),
        hook.path(),
        hook.secret().map(file -> key(hook.channel(), file)),
        new PinnedPost(egress, tls, webhooks.timeout(), ANSWER_BYTES_MAX));
  }

  private static SigningKey key(String channel, Path file) {
    String what = "the secret of the webhook of `" + channel + "`";
    String text = ConfiguredUpstreams.secret(what, new Config.Credential.Source.InFile(file));
    return SigningKey.parse(text)
        .orElseThrow(() ->
            new StartRefused(
                what
                    + " in `"
                    + file
                    + "` has another form: "
                    + SigningKey.FORM
                    + " were expected"));
  }

  /// A bundle may serve several configurations, so neither is a mistake; but it is said, since
  /// somebody may wait for a message that never comes.
  static void warnOfChannels(Bundle bundle, Config config) {
    var hooked =
        config.governance().webhooks().channels().stream()
            .map(WebhooksConfig.Hook::channel)
            .collect(Collectors.toCollection(TreeSet::new));
    var used = new TreeSet<>(bundle.channels());
    config.governance().canaryChannel().ifPresent(used::add);
    for (String channel : used) {
      if (!hooked.contains(channel)) {
        LOG.log(
            Level.WARNING,
            "channel `{0}` has no address under `webhooks`: its notifications go to the log alone",
            channel);
      }
    }
    hooked.removeAll(used);
    for (String channel : hooked) {
      LOG.log(
          Level.WARNING,
          "`webhooks` names the channel `{0}`, which the bundle does not declare",
          channel);
    }
  }
}
