package probity.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.gateway.upstream.Tls;
import probity.gateway.upstream.Upstream;
import probity.gateway.upstream.Upstreams;
import probity.server.Config.Credential.Source.Environment;
import probity.server.Config.Credential.Source.Given;
import probity.server.Config.Credential.Source.InFile;

/// The providers of a configuration, with their credentials and the addresses that may be called.
final class ConfiguredUpstreams {
  private ConfiguredUpstreams() {}

  /// Their addresses are resolved and checked; what is wrong refuses the start.
  static Upstreams of(Config config) {
    var byName = new HashMap<String, Upstream>();
    var origins = new HashSet<Origin>();
    for (Config.UpstreamConfig upstream : config.upstreams()) {
      origins.add(upstream.origin());
      var credential = upstream.credential();
      byName.put(
          upstream.name(),
          new Upstream(
              upstream.name(),
              upstream.origin(),
              upstream.basePath(),
              credential.map(Config.Credential::header).orElse(""),
              credential
                  .map(c ->
                      c.prefix()
                          + secret(
                              "the credential of upstream `" + upstream.name() + "`", c.source()))
                  .orElse(""),
              tls(upstream)));
    }
    var egress = new EgressPolicy(origins, Set.copyOf(config.privateHosts()));
    var upstreams = new Upstreams(Map.copyOf(byName), egress);
    var wrong = upstreams.refresh();
    if (!wrong.isEmpty()) throw new StartRefused(String.join("\n", wrong));
    return upstreams;
  }

  private static Tls tls(Config.UpstreamConfig upstream) {
    try {
      return Tls.trusting(upstream.authorities());
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          "`ca` of upstream `" + upstream.name() + "` is not a PEM file of certificates", e);
    }
  }

  /// Reads a secret from where the configuration says that it is; `what` it is stands in the
  /// message.
  static String secret(String what, Config.Credential.Source source) {
    String secret =
        switch (source) {
          case Environment(var variable) -> Optional.ofNullable(System.getenv(variable)).orElse("");
          case InFile(var file) -> read(file);
          case Given(var given) -> given;
        };
    if (!secret.matches("[\\x21-\\x7e]{1,4096}")) {
      throw new StartRefused(
          what + " is missing or is not one line of printable characters; it comes from " + source);
    }
    return secret;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
