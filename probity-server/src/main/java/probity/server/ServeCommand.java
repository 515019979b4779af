package probity.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import probity.yaml.Mistake;

/// `probity serve`: the gateway for real use.
@Command(
    name = "serve",
    description = "Runs the gateway that a configuration file describes (docs/config.md).",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Option(names = "--config", required = true, paramLabel = "FILE", description = "probity.yaml")
  private Path config = Path.of("probity.yaml");

  @Override
  public Integer call() throws InterruptedException {
    var server = Server.start(read(config), Clock.systemUTC());
    server.ledgerAddress().ifPresent(at -> System.out.println("ledger can be read at " + at));
    server.controlAddress().ifPresent(at -> System.out.println("control API at " + at));
    server.consoleLines().forEach(System.out::println);
    System.out.println("probity listening on " + server.address());
    server.untilStopped();
    return 0;
  }

  static Config read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new StartRefused("configuration file `" + file + "` cannot be read", e);
    }
    return switch (ConfigReader.read(file, text)) {
      case ConfigReader.Read.Good(var config) -> config;
      case ConfigReader.Read.Bad(var mistakes) ->
          throw new StartRefused(
              "the configuration has "
                  + mistakes.size()
                  + (mistakes.size() == 1 ? " mistake\n" : " mistakes\n")
                  + mistakes.stream().map(Mistake::render).collect(Collectors.joining("\n")));
    };
  }
}
