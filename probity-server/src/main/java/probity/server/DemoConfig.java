package probity.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import probity.exchange.Caller;
import probity.exchange.Purpose;
import probity.gateway.upstream.Origin;
import probity.identity.ApiKey;

/// The configuration of the demo: the embedded defaults, a bundled provider on this machine, and
/// one caller whose key is made for the run.
final class DemoConfig {
  private static final String LOOPBACK = "127.0.0.1";

  private DemoConfig() {}

  static Config of(
      Path data, Path bundle, int port, int providerPort, String credential, CallerKey key) {
    return new Config(
        new Config.Listen(LOOPBACK, port),
        data,
        "probity.example/demo",
        Purpose.DEMO,
        bundle,
        List.of(
            new Config.UpstreamConfig(
                "demo",
                new Origin(false, LOOPBACK, providerPort),
                "",
                Optional.of(
                    new Config.Credential(
                        "authorization",
                        "Bearer ",
                        new Config.Credential.Source.Given(credential))),
                Optional.empty())),
        List.of(LOOPBACK),
        List.of(new ApiKey(new Caller("support-bot", List.of("support"), List.of()), key.sha256())),
        Config.LIMITS,
        Config.TIMEOUTS,
        Optional.empty(),
        LedgerConfig.SEAL_EVERY);
  }
}
