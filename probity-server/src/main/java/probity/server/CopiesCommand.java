package probity.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import probity.ledger.Checked;
import probity.ledger.Json;

/// `probity copies`: how each copy of the ledger stood after its last round.
@Command(
    name = "copies",
    description = "Says how each copy of the ledger stood after its last round.",
    mixinStandardHelpOptions = true)
final class CopiesCommand implements Callable<Integer> {
  @Option(names = "--config", required = true, paramLabel = "FILE", description = "probity.yaml")
  private Path config = Path.of("probity.yaml");

  /// 0 where every copy has succeeded and none is failing, else 1.
  @Override
  public Integer call() {
    var read = ServeCommand.read(config);
    boolean good = true;
    for (var copy : read.publication().copies()) {
      var status = status(Publication.statusFile(read.ledgerFolder(), copy.name()));
      System.out.println(copy.name() + ": " + line(status));
      good &= !status.text("succeeded").orElse("").isEmpty() && !failing(status);
    }
    if (read.publication().copies().isEmpty()) System.out.println("no copies are configured");
    return good ? 0 : 1;
  }

  private static Json.Obj status(Path file) {
    try {
      String text = Files.readString(file).strip();
      if (Json.parseCanonicalObject(text) instanceof Checked.Valid<Json.Obj>(var status)) {
        return status;
      }
    } catch (IOException e) {
      // Said below: there is nothing to report from.
    }
    return Json.object().build();
  }

  private static String line(Json.Obj status) {
    if (status.names().isEmpty()) return "no round was made yet, or its status cannot be read";
    String failure =
        " (" + status.text("failed").orElse("") + ": " + status.text("failure").orElse("") + ")";
    return status.text("place").orElse("")
        + "; lag "
        + status.number("lag").orElse(0L)
        + " entries; "
        + status.text("protection").orElse("")
        + "; last success "
        + status.text("succeeded").filter(at -> !at.isEmpty()).orElse("never")
        + (failing(status) ? "; FAILING" + failure : "");
  }

  private static boolean failing(Json.Obj status) {
    return status.get("failing").equals(Optional.of(new Json.Bool(true)));
  }
}
