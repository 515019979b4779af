package probity.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import probity.copy.Copier;
import probity.copy.CopyStore;
import probity.copy.FolderStore;
import probity.copy.S3Store;
import probity.http.BoundedHttp;
import probity.publish.LedgerHttp;
import probity.publish.PublishedLedger;

/// What gives the ledger to others, beside the gateway: it reads published files alone, and nothing
/// that fails here holds up an exchange.
final class Publication implements AutoCloseable {
  private final Optional<BoundedHttp> http;
  private final List<Copier> copiers;

  private Publication(Optional<BoundedHttp> http, List<Copier> copiers) {
    this.http = http;
    this.copiers = List.copyOf(copiers);
  }

  /// For a gateway whose ledger another process has, and publishes.
  static Publication elsewhere() {
    return new Publication(Optional.empty(), List.of());
  }

  /// Starts what the configuration asks for, or says in a [StartRefused] why it cannot.
  static Publication start(Config config, InstantSource clock) {
    var ledger = new PublishedLedger(config.ledgerFolder().resolve("ledger"));
    for (var copy : config.publication().copies()) refuseInside(config.ledgerFolder(), copy);
    var http = config.publication().listen().map(at -> listen(at, ledger));
    var copiers =
        config.publication().copies().stream()
            .map(copy -> copier(config, copy, ledger, clock).start())
            .toList();
    return new Publication(http, copiers);
  }

  /// A copy below the data folder would be one more thing to lose with it, or the ledger itself.
  private static void refuseInside(Path data, PublicationConfig.Copy copy) {
    if (!(copy.place() instanceof PublicationConfig.Place.Folder(var given))) return;
    Path folder = given.toAbsolutePath().normalize();
    Path own = data.toAbsolutePath().normalize();
    if (folder.startsWith(own) || own.startsWith(folder)) {
      throw new StartRefused(
          "copy `"
              + copy.name()
              + "`: its folder and the data folder lie in each other; give"
              + " another one, best on another disk or host");
    }
  }

  private static Copier copier(
      Config config, PublicationConfig.Copy copy, PublishedLedger ledger, InstantSource clock) {
    String place =
        switch (copy.place()) {
          case PublicationConfig.Place.Folder(var folder) -> "folder " + folder;
          case PublicationConfig.Place.S3(var at, _, _) ->
              at.endpoint() + " bucket " + at.bucket() + " prefix `" + at.prefix() + "`";
        };
    CopyStore store =
        switch (copy.place()) {
          case PublicationConfig.Place.Folder(var folder) -> new FolderStore(folder);
          case PublicationConfig.Place.S3(var at, var accessKey, var secretKey) ->
              new S3Store(at, secret(copy, accessKey), secret(copy, secretKey), clock);
        };
    return new Copier(
        copy.name(),
        place,
        ledger,
        store,
        copy.every(),
        statusFile(config.ledgerFolder(), copy.name()),
        clock);
  }

  private static String secret(PublicationConfig.Copy copy, Config.Credential.Source source) {
    return ConfiguredUpstreams.secret("a key of copy `" + copy.name() + "`", source);
  }

  /// Where a copy's status is written after each round.
  static Path statusFile(Path data, String copy) {
    return data.resolve("copies").resolve(copy + ".json");
  }

  private static BoundedHttp listen(Config.Listen at, PublishedLedger ledger) {
    try {
      var address = new InetSocketAddress(at.host(), at.port());
      if (address.isUnresolved()) throw new IOException("the host is not known");
      return BoundedHttp.open(address, 0, new LedgerHttp(ledger));
    } catch (IOException e) {
      throw new StartRefused(
          "`ledger.listen`: cannot listen on "
              + at.host()
              + ":"
              + at.port()
              + "; give another address or port, or stop the process that has this one",
          e);
    }
  }

  /// Where the ledger is served, if it is.
  Optional<String> address() {
    return http.map(server -> "http://" + server.host() + ":" + server.port());
  }

  @Override
  public void close() {
    copiers.forEach(Copier::close);
    http.ifPresent(BoundedHttp::close);
  }
}
