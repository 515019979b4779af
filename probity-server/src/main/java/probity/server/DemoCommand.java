package probity.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import probity.server.demo.DemoProvider;
import probity.server.demo.Organisation;

/// `probity demo`: the main job on one machine, with everything that it needs bundled.
@Command(
    name = "demo",
    description =
        "Starts the gateway before a small bundled model, fills the registers of a made-up"
            + " organisation, sends four calls through it, verifies the ledger, and shows all of it"
            + " in the console.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final Duration PUBLISHED = Duration.ofSeconds(10);

  @Option(names = "--exit", description = "stop after the verification")
  private boolean exit;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where everything is written (default: .probity/demo beside the launcher)")
  private Path data = home().resolve(".probity/demo");

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "the gateway's port (default: ${DEFAULT-VALUE})")
  private int port = Config.Listen.DEFAULT.port();

  @Option(
      names = "--console-port",
      paramLabel = "N",
      description = "the console's port (default: ${DEFAULT-VALUE}; with --exit, any free one)")
  private int consolePort = ConsoleConfig.LISTEN.port();

  /// Where the launcher stands; the demo bundle lies there.
  private static Path home() {
    return Path.of(System.getProperty("probity.home", "."));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkPort(port);
    checkPort(consolePort);
    var random = new SecureRandom();
    byte[] secret = new byte[16];
    random.nextBytes(secret);
    String credential = "demo-" + HexFormat.of().formatHex(secret);
    var key = CallerKey.generate("support-bot", random);
    try (var provider = DemoProvider.start(0, credential)) {
      var bundle = home().resolve("examples/demo-bundle");
      var config = DemoConfig.of(data, bundle, ports(), provider.port(), credential, key);
      try (var server = Server.start(config, Clock.systemUTC())) {
        System.out.println("gateway   " + server.address() + ", in front of a bundled model");
        System.out.println("bundle    " + bundle);
        System.out.println("ledger    " + data.resolve("ledger"));
        organisation(server);
        System.out.println();
        var calls = new DemoCalls(server, key);
        boolean asExpected = calls.run(System.out);
        asExpected &= canaries(server);
        asExpected &= server.awaitPublished(PUBLISHED);
        int verified = verify();
        if (!exit && verified == 0) stay(server, key);
        return asExpected && verified == 0 ? 0 : 1;
      }
    }
  }

  private static void checkPort(int port) {
    if (port < 0 || port > 65535) {
      throw new StartRefused("port `" + port + "` is not from 0 to 65535; 0 takes any free one");
    }
  }

  private DemoConfig.Ports ports() {
    return new DemoConfig.Ports(port, exit ? 0 : consolePort);
  }

  /// Fills the registers of a made-up organisation, unless an earlier run did.
  private static void organisation(Server server) {
    var book = server.console().orElseThrow().book();
    var filled = Organisation.fill(book, LocalDate.now(ZoneOffset.UTC));
    System.out.println(
        "registers "
            + filled
                .map(one ->
                    one.records()
                        + " records of a made-up organisation, by "
                        + one.acts()
                        + " acts of its people")
                .orElse("of an earlier run, as they were left"));
  }

  /// What came of the canaries, which were sent at the start.
  private static boolean canaries(Server server) throws InterruptedException {
    long deadline = System.nanoTime() + PUBLISHED.toNanos();
    var canaries = server.canaries();
    while (canaries.status().stream().anyMatch(one -> one.result().equals("waiting"))
        && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    System.out.println(
        "canaries   "
            + canaries.status().stream()
                .map(one -> one.canary().id() + " " + one.result())
                .collect(Collectors.joining(", "))
            + " (no traffic: sent by the gateway to a sink of its own)");
    System.out.println();
    return canaries.status().stream().allMatch(one -> one.result().equals("met"));
  }

  /// As `probity verify` does it, with the trust file that the gateway wrote beside the ledger.
  private int verify() {
    System.out.println("verifying the ledger offline …");
    return probity.verify.Main.run(
        List.of(
            data.resolve("ledger").toString(),
            "--trust",
            data.resolve("trust").toString(),
            "--quiet"),
        System.out,
        System.err);
  }

  private static void stay(Server server, CallerKey key) throws InterruptedException {
    System.out.println();
    System.out.println("the gateway stays up; in an OpenAI client change one line:");
    System.out.println("  base_url=\"" + server.address() + "/v1\"");
    System.out.println("and use this key (made for this run): " + key.text());
    System.out.println();
    var console = server.console().orElseThrow();
    System.out.println("console at " + console.address());
    System.out.println(
        console
            .invite(Organisation.MANAGER)
            .map(link ->
                "nobody has a password there; the demo's AIMS manager makes an account here, once"
                    + " and within an hour:\n  "
                    + link)
            .orElse("sign in with the account that an earlier run made"));
    System.out.println();
    System.out.println("Ctrl-C stops it");
    server.untilStopped();
  }
}
