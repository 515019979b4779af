package probity.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.console.account.AccountSettings;
import probity.exchange.Caller;
import probity.exchange.Purpose;
import probity.gateway.upstream.Origin;
import probity.identity.ApiKey;

/// The configuration of the demo: the embedded defaults, a bundled provider on this machine, and
/// one caller whose key is made for the run, and a console.
final class DemoConfig {
  private static final String LOOPBACK = "127.0.0.1";

  private DemoConfig() {}

  static Config of(
      Path data, Path bundle, Ports ports, int providerPort, String credential, CallerKey key) {
    return gateway(data, bundle, ports.gateway(), providerPort, credential, key)
        .with(GovernanceConfig.NONE.with(console(ports.console())));
  }

  /// Where the gateway and the console listen; 0 takes any free port.
  record Ports(int gateway, int console) {}

  private static ConsoleConfig console(int port) {
    var standard = AccountSettings.STANDARD;
    return new ConsoleConfig(
        new Config.Listen(LOOPBACK, port),
        Optional.empty(),
        Set.of(),
        ConsoleConfig.UPLOAD_BYTES,
        standard.idle(),
        standard.longest(),
        Optional.empty());
  }

  private static Config gateway(
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
