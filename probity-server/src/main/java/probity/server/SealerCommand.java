package probity.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import probity.index.Follower;
import probity.store.file.FileLedger;
import probity.store.file.LedgerSocket;
import probity.store.file.Settings;

/// `probity sealer`: the ledger in a process of its own, under a user of its own.
@Command(
    name = "sealer",
    description = "Keeps the ledger for a gateway in another process (`ledger.socket`).",
    mixinStandardHelpOptions = true)
final class SealerCommand implements Callable<Integer> {
  private static final Logger LOG = Logger.getLogger(SealerCommand.class.getName());

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
    var random = new SecureRandom();
    var ledger = FileLedger.openForPeers(read.ledgerFolder(), settings(read), clock, random);
    var open = new ArrayDeque<AutoCloseable>();
    open.push(ledger);
    try {
      // Before the ledger, so that it ends after the last checkpoint, which the copies are to have.
      open.addLast(Publication.start(read, clock));
      open.push(Vouching.start(read, ledger, clock, random));
      open.push(Follower.start(read.ledgerFolder()));
      open.push(LedgerSocket.open(socket, ledger, place.gatewayUser(), clock));
    } catch (RuntimeException e) {
      close(open);
      throw e;
    }
    System.out.println("probity sealer listening on " + socket);
    untilStopped(open);
    return 0;
  }

  static Settings settings(Config config) {
    return Settings.of(config.origin(), "gateway", Product.NAME_AND_VERSION)
        .withSealEvery(config.sealEvery())
        .withPolicy(config.witnesses()::policy);
  }

  /// In this order, whatever fails.
  private static void close(Iterable<AutoCloseable> open) {
    for (AutoCloseable one : open) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "a part of the sealer did not close cleanly", e);
      }
    }
  }

  private static void untilStopped(Iterable<AutoCloseable> open) throws InterruptedException {
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  System.out.println("probity sealer stopping");
                  close(open);
                  stopped.countDown();
                },
                "shutdown"));
    stopped.await();
  }
}
