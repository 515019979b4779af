package probity.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import probity.store.file.FileLedger;
import probity.store.file.LedgerSocket;
import probity.store.file.Settings;

/// `probity sealer`: the ledger in a process of its own, under a user of its own.
@Command(
    name = "sealer",
    description = "Keeps the ledger for a gateway in another process (`ledger.socket`).",
    mixinStandardHelpOptions = true)
final class SealerCommand implements Callable<Integer> {
  @Option(names = "--config", required = true, paramLabel = "FILE", description = "probity.yaml")
  private Path config = Path.of("probity.yaml");

  @Override
  public Integer call() throws InterruptedException {
    var read = ServeCommand.read(config);
    var place = read.sealer();
    var socket =
        place
            .socket()
            .orElseThrow(() ->
                new StartRefused(
                    "the configuration has no `ledger.socket`: without one `./probity serve` keeps"
                        + " the ledger itself"));
    var clock = Clock.systemUTC();
    var ledger =
        FileLedger.openForPeers(read.ledgerFolder(), settings(read), clock, new SecureRandom());
    LedgerSocket listening;
    try {
      listening = LedgerSocket.open(socket, ledger, place.gatewayUser(), clock);
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
    System.out.println("probity sealer listening on " + socket);
    untilStopped(listening, ledger);
    return 0;
  }

  static Settings settings(Config config) {
    return Settings.of(config.origin(), "gateway", Product.NAME_AND_VERSION)
        .withSealEvery(config.sealEvery());
  }

  private static void untilStopped(LedgerSocket socket, FileLedger ledger)
      throws InterruptedException {
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  System.out.println("probity sealer stopping");
                  socket.close();
                  ledger.close();
                  stopped.countDown();
                },
                "shutdown"));
    stopped.await();
  }
}
