package probity.server.policy;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import probity.ledger.Json;
import probity.server.command.Gateway;
import probity.server.command.Installation;

/// `probity policy status`: which bundle is in force, what is scheduled, what expires.
@Command(
    name = "status",
    description = "Which bundle is in force since when, what is scheduled, what expires.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private final Installation.Reader installations;

  @Mixin private Gateway gateway = new Gateway();

  StatusCommand(Installation.Reader installations) {
    this.installations = installations;
  }

  @Override
  public Integer call() {
    var status = Status.of(gateway.client(installations));
    System.out.println("log        " + status.log());
    System.out.println(
        status
            .whole()
            .object("in_force")
            .filter(bundle -> !bundle.members().isEmpty())
            .map(bundle -> "in force   " + line(bundle))
            .orElse("in force   none: traffic is refused"));
    for (Json.Obj bundle : Json.objects(status.whole().items("scheduled"))) {
      System.out.println("scheduled  " + line(bundle));
    }
    for (Json.Obj bundle : Json.objects(status.whole().items("refused"))) {
      System.out.println("refused    " + line(bundle) + ": " + bundle.text("sentence").orElse(""));
    }
    return 0;
  }

  private static String line(Json.Obj bundle) {
    String until = bundle.text("until").orElse("");
    return bundle.text("name").orElse("")
        + " "
        + bundle.text("version").orElse("")
        + " ("
        + bundle.text("kind").orElse("")
        + ") from "
        + bundle.text("since").orElse("")
        + (until.isEmpty() ? "" : " until " + until)
        + ", digest "
        + bundle.text("digest").orElse("");
  }
}
