package probity.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import probity.http.BoundedHttp;
import probity.publish.LedgerHttp;
import probity.publish.PublishedLedger;

/// What gives the ledger to others, beside the gateway: it reads published files alone, and nothing
/// that fails here holds up an exchange.
final class Publication implements AutoCloseable {
  private final Optional<BoundedHttp> http;

  private Publication(Optional<BoundedHttp> http) {
    this.http = http;
  }

  /// Starts what the configuration asks for, or says in a [StartRefused] why it cannot.
  static Publication start(Config config) {
    var ledger = new PublishedLedger(config.data().resolve("ledger"));
    return new Publication(config.publication().listen().map(at -> listen(at, ledger)));
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
    http.ifPresent(BoundedHttp::close);
  }
}
