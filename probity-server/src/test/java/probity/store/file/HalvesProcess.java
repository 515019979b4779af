package probity.store.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import probity.evidence.Appended;

/// Either half of the ledger as a process of its own, to be killed. Arguments: `sealer` or
/// `gateway`, and the folder.
final class HalvesProcess {
  private HalvesProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path dir = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "sealer" -> sealer(dir);
      case "gateway" -> gateway(dir);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void sealer(Path dir) throws InterruptedException {
    var clock = InstantSource.system();
    var ledger =
        FileLedger.openForPeers(dir.resolve("data"), Ledgers.EAGER, clock, new SecureRandom());
    try (var _ = LedgerSocket.open(dir.resolve("s"), ledger, Optional.empty(), clock)) {
      System.out.println("listening");
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  /// Appends intents without end; prints the leaf hash of each that is acknowledged.
  private static void gateway(Path dir) throws Exception {
    try (var ledger =
        RemoteLedger.open(
            dir.resolve("s"),
            Ledgers.LAZY,
            InstantSource.system(),
            new SecureRandom(),
            Duration.ofSeconds(20))) {
      System.out.println("connected");
      for (int i = 0; i < 100_000; i++) {
        var end = new CompletableFuture<Appended>();
        ledger.append(Ledgers.intent(Ledgers.TRAFFIC, i), Runnable::run, end::complete);
        if (end.join() instanceof Appended.Durable durable)
          System.out.println(durable.leaf().hex());
      }
    }
  }

  /// Starts one half and waits for its first line.
  static Started start(String half, Path dir) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HalvesProcess.class.getName(),
                half,
                dir.toString())
            .redirectError(dir.resolve(half + ".log").toFile())
            .start();
    var out = process.inputReader();
    if (out.readLine() == null) throw new IOException("the " + half + " did not start");
    return new Started(process, out);
  }

  record Started(Process process, BufferedReader out) implements AutoCloseable {
    /// As `kill -9` does; what it said before can still be read.
    void kill() throws InterruptedException {
      boolean _ = process.toHandle().destroyForcibly();
      process.waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
