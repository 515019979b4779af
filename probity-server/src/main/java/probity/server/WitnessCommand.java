package probity.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.http.BoundedHttp;
import probity.ledger.VerifierKey;
import probity.witness.ForkReport;
import probity.witness.Witness;

/// `probity witness`: cosigns the checkpoints of other people's logs.
@Command(
    name = "witness",
    description = "Runs a witness of transparency logs (C2SP tlog-witness).",
    mixinStandardHelpOptions = true,
    subcommands = {
      WitnessCommand.Trust.class,
      WitnessCommand.Show.class,
      WitnessCommand.Forks.class
    })
final class WitnessCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "the witness's folder: keys, trusted logs, journal, forks")
  private @Nullable Path data;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "where logs reach it; port 0 takes any free one (default: ${DEFAULT-VALUE})")
  private String listen = "127.0.0.1:7380";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "the name on its signatures, such as witness.example.org; for a new witness")
  private @Nullable String name;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      arity = "1..*",
      description = "further files with `log` lines, beside those in DIR/logs")
  private List<Path> policies = List.of();

  @Option(
      names = "--show",
      description = "print the lines for a log operator's policy, and end; same as `witness show`")
  private boolean show;

  @Override
  public Integer call() throws InterruptedException {
    if (data == null) throw new StartRefused("`--data DIR` is missing: the witness's folder");
    if (show) {
      print(Witness.keys(data), "http://" + listen);
      return 0;
    }
    var at = address(listen);
    var clock = Clock.systemUTC();
    try (var witness =
        Witness.open(data, Optional.ofNullable(name), policies, clock, new SecureRandom())) {
      try (var server = BoundedHttp.open(at, Witness.BODY_BYTES_MAX, witness::answer)) {
        System.out.println("witness listening on http://" + server.host() + ":" + server.port());
        print(witness.keys(), "http://" + server.host() + ":" + server.port());
        untilStopped();
      } catch (IOException e) {
        throw new StartRefused("cannot listen on " + listen + ": " + e.getMessage(), e);
      }
    }
    return 0;
  }

  private static void untilStopped() throws InterruptedException {
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "shutdown"));
    stopped.await();
  }

  /// One line for each key: whoever wants one of them takes that line.
  private static void print(List<VerifierKey> keys, String url) {
    for (VerifierKey key : keys) {
      String word =
          switch (key.type()) {
            case ML_DSA_44 -> "ml-dsa-44";
            case ED25519, ED25519_COSIGNATURE -> "ed25519";
          };
      System.out.println("witness " + key.name() + "/" + word + " " + key + " " + url);
    }
  }

  private static InetSocketAddress address(String listen) {
    int colon = listen.lastIndexOf(':');
    try {
      int port = Integer.parseInt(listen.substring(colon + 1));
      String host = listen.substring(0, Math.max(colon, 0)).replaceAll("^\\[|]$", "");
      if (!host.isEmpty() && port >= 0 && port <= 65535) return new InetSocketAddress(host, port);
    } catch (NumberFormatException e) {
      // The same answer as for what has no host.
    }
    throw new StartRefused("`" + listen + "` is not HOST:PORT");
  }

  /// `probity witness trust`: adds a log.
  @Command(
      name = "trust",
      description = "Makes the witness cosign a log, also while it runs.",
      mixinStandardHelpOptions = true)
  static final class Trust implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "its folder")
    private Path data = Path.of("");

    @Parameters(
        paramLabel = "VKEY|FILE",
        description = "a log's key `name+id+key`, or a file with `log` lines (C2SP tlog-policy)")
    private String what = "";

    @Override
    public Integer call() {
      var added = Witness.trust(data, text(what));
      added.forEach(key -> System.out.println("trusted: " + key.name() + "  " + key.fingerprint()));
      if (added.isEmpty()) System.out.println("nothing new: these logs are trusted already");
      return 0;
    }

    private static String text(String what) {
      try {
        if (Files.isRegularFile(Path.of(what))) return Files.readString(Path.of(what));
      } catch (IOException e) {
        throw new StartRefused("`" + what + "` cannot be read", e);
      } catch (InvalidPathException e) {
        // Then it can only be a key.
      }
      return what;
    }
  }

  /// `probity witness show`: the lines for a log operator.
  @Command(
      name = "show",
      description = "Prints the `witness` lines for a log operator's policy.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "its folder")
    private Path data = Path.of("");

    @Option(
        names = "--url",
        paramLabel = "URL",
        description = "where logs reach it (default: ${DEFAULT-VALUE})")
    private String url = "http://127.0.0.1:7380";

    @Override
    public Integer call() {
      print(Witness.keys(data), url);
      return 0;
    }
  }

  /// `probity witness forks`: contradictions that it kept.
  @Command(
      name = "forks",
      description = "Lists contradictions that the witness kept, and verifies them again.",
      mixinStandardHelpOptions = true)
  static final class Forks implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "its folder")
    private Path data = Path.of("");

    @Override
    public Integer call() {
      var report = ForkReport.of(data);
      report.lines().forEach(System.out::println);
      return report.sound() ? 0 : 1;
    }
  }
}
