package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import probity.exchange.Purpose;
import probity.gateway.Limits;
import probity.gateway.TlsFiles;
import probity.gateway.upstream.CallTimeouts;
import probity.gateway.upstream.Origin;
import probity.identity.ApiKey;
import probity.witness.client.Witnesses;

/// The gateway's configuration, `probity.yaml`. docs/config.md shows every key with its default; a
/// test reads it.
///
/// @param data the folder below which everything is written
/// @param origin prefix of the logs' origins, such as `probity.example/acme`
/// @param masterKey file of the vault's master key, if not `keys/master` below `data`
/// @param privateHosts hosts that may have private addresses
/// @param callers their API keys
/// @param classifiers that label texts of requests beside the models of the product
public record Config(
    Listen listen,
    Path data,
    String origin,
    Purpose purpose,
    Path bundle,
    List<UpstreamConfig> upstreams,
    List<String> privateHosts,
    List<ApiKey> callers,
    IdentityConfig identity,
    Limits limits,
    CallTimeouts timeouts,
    List<ClassifierConfig> classifiers,
    Optional<Path> masterKey,
    LedgerConfig ledger,
    GovernanceConfig governance) {

  public Config {
    upstreams = List.copyOf(upstreams);
    classifiers = List.copyOf(classifiers);
    privateHosts = List.copyOf(privateHosts);
    callers = List.copyOf(callers);
  }

  /// The folder in which the ledger lies.
  Path ledgerFolder() {
    return ledger.sealer().folder().orElse(data);
  }

  SealerConfig sealer() {
    return ledger.sealer();
  }

  /// With callers that are known by API keys alone, no classifiers, and a ledger that only this
  /// process writes, reads and vouches for.
  Config(
      Listen listen,
      Path data,
      String origin,
      Purpose purpose,
      Path bundle,
      List<UpstreamConfig> upstreams,
      List<String> privateHosts,
      List<ApiKey> callers,
      Limits limits,
      CallTimeouts timeouts,
      Optional<Path> masterKey,
      Duration sealEvery) {
    this(
        listen,
        data,
        origin,
        purpose,
        bundle,
        upstreams,
        privateHosts,
        callers,
        IdentityConfig.NONE,
        limits,
        timeouts,
        List.of(),
        masterKey,
        LedgerConfig.sealed(sealEvery),
        GovernanceConfig.NONE);
  }

  Config with(LedgerConfig other) {
    return with(bundle, identity, classifiers, other, governance);
  }

  Config with(List<ClassifierConfig> others) {
    return with(bundle, identity, others, ledger, governance);
  }

  Config with(Path otherBundle) {
    return with(otherBundle, identity, classifiers, ledger, governance);
  }

  Config with(IdentityConfig other) {
    return with(bundle, other, classifiers, ledger, governance);
  }

  Config with(GovernanceConfig other) {
    return with(bundle, identity, classifiers, ledger, other);
  }

  private Config with(
      Path bundle,
      IdentityConfig identity,
      List<ClassifierConfig> classifiers,
      LedgerConfig ledger,
      GovernanceConfig governance) {
    return new Config(
        listen,
        data,
        origin,
        purpose,
        bundle,
        upstreams,
        privateHosts,
        callers,
        identity,
        limits,
        timeouts,
        classifiers,
        masterKey,
        ledger,
        governance);
  }

  Duration sealEvery() {
    return ledger.sealEvery();
  }

  PublicationConfig publication() {
    return ledger.publication();
  }

  Witnesses witnesses() {
    return ledger.witnesses();
  }

  List<LedgerConfig.TimestampAuthority> timestamps() {
    return ledger.timestamps();
  }

  /// Where the vault's master key lies.
  Path masterKeyFile() {
    return masterKey.orElse(data.resolve("keys").resolve("master"));
  }

  /// Where clients connect, in TLS if it is given; port 0 takes any free one.
  public record Listen(String host, int port, Optional<TlsFiles> tls) {
    static final Listen DEFAULT = new Listen("127.0.0.1", 8642);

    /// In the clear.
    Listen(String host, int port) {
      this(host, port, Optional.empty());
    }
  }

  /// A model provider. The credential itself is read at start, from the environment or a file, so
  /// that no configuration file holds one.
  ///
  /// @param authorities PEM file of who may have signed the provider's certificate, if not those
  ///   that the JDK trusts
  public record UpstreamConfig(
      String name,
      Origin origin,
      String basePath,
      Optional<Credential> credential,
      Optional<Path> authorities) {}

  /// A provider's credential: the header that carries it, what stands before it there, and where it
  /// comes from.
  public record Credential(String header, String prefix, Source source) {

    /// Where a secret comes from; none of these prints it.
    public sealed interface Source {
      record Environment(String variable) implements Source {
        @Override
        public String toString() {
          return "the environment variable `" + variable + "`";
        }
      }

      record InFile(Path file) implements Source {
        @Override
        public String toString() {
          return "the file `" + file + "`";
        }
      }

      /// Made for this run.
      record Given(String secret) implements Source {
        @Override
        public String toString() {
          return "the program itself";
        }
      }
    }
  }

  static final Limits LIMITS =
      new Limits(
          8 << 20,
          16 << 20,
          4 << 20,
          32 << 10,
          10_000,
          64 << 10,
          2,
          256,
          128,
          8192,
          Duration.ofSeconds(30));

  static final CallTimeouts TIMEOUTS =
      new CallTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));
}
