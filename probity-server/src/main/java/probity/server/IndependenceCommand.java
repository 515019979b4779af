package probity.server;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import probity.server.independence.Ladder;
import probity.server.independence.Line;
import probity.server.independence.Rung;

/// `probity independence`: how far the ledger is out of its operator's hands, with the evidence.
@Command(
    name = "independence",
    description = "Says which rung of independence this machine reaches; run as root it sees most.",
    mixinStandardHelpOptions = true)
final class IndependenceCommand implements Callable<Integer> {
  @Option(names = "--config", required = true, paramLabel = "FILE", description = "probity.yaml")
  private Path config = Path.of("probity.yaml");

  @Override
  public Integer call() {
    System.out.print(report(config, ServeCommand.read(config), Instant.now()));
    return 0;
  }

  static String report(Path file, Config config, Instant now) {
    var place = config.sealer();
    var ladder =
        Ladder.climb(
            new Ladder.Where(
                file,
                config.data(),
                config.ledgerFolder(),
                place.socket(),
                place.gatewayUser(),
                config.callers().size(),
                config.origin()),
            now);
    var text = new StringBuilder();
    for (Rung rung : ladder) {
      text.append("%d %s%n".formatted(rung.number(), rung.title()));
      for (Line line : rung.lines()) {
        text.append(
            "  %-9s  %s: %s%n".formatted(line.answer().word(), line.claim(), line.evidence()));
      }
    }
    return text.append("rung %d of %d%n".formatted(Rung.reached(ladder), ladder.size())).toString();
  }
}
