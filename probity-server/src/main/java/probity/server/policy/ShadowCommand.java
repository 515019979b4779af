package probity.server.policy;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.ledger.statement.ShadowStatement;
import probity.policy.Bundle;
import probity.server.command.CommandRefused;
import probity.server.command.ControlClient;
import probity.server.command.Gateway;
import probity.server.command.Installation;
import probity.server.person.Passphrase;
import probity.server.person.PersonKey;

/// `probity policy shadow`: asks a bundle beside the one in force, and tells in what they differ.
@Command(
    name = "shadow",
    description =
        "Asks a bundle beside the one in force: what it comes to is recorded and decides nothing.",
    mixinStandardHelpOptions = true)
final class ShadowCommand implements Callable<Integer> {
  private final Installation.Reader installations;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "the bundle's folder; not with --report")
  private @Nullable Path folder;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "the environment whose overlay applies")
  private @Nullable String environment;

  @Mixin private Gateway gateway = new Gateway();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "the key of an author or approver, who signs")
  private @Nullable Path key;

  @Option(names = "--end", description = "no longer asks it")
  private boolean end;

  @Option(
      names = "--report",
      description = "how often each shadow came to something else, with the records' ids")
  private boolean report;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "for the report: the data folder itself, in place of --config")
  private @Nullable Path data;

  @Spec private @Nullable CommandSpec spec;

  ShadowCommand(Installation.Reader installations) {
    this.installations = installations;
  }

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    if (report) {
      ShadowReport.of(ledger()).tell(out);
      return 0;
    }
    if (folder == null || key == null) {
      throw new CommandRefused("`FOLDER` and `--key FILE` were expected, or `--report`");
    }
    var bundle = BundleFolder.untested(folder, Optional.ofNullable(environment));
    var client = gateway.client(installations);
    var answer = client.post("/v1/shadows", body(bundle, Status.of(client).log(), key));
    if (answer.status() != 200) {
      answer
          .objections()
          .forEach(sentence -> spec.commandLine().getErr().println("probity: " + sentence));
      return 1;
    }
    out.println(answer.json().flatMap(body -> body.text("says")).orElse("taken"));
    return 0;
  }

  private Path ledger() {
    return Optional.ofNullable(data)
        .or(() -> gateway.installation(installations).map(Installation::folder))
        .orElseThrow(() -> new CommandRefused("`--config FILE` or `--data DIR` was expected"))
        .resolve("ledger");
  }

  private byte[] body(Bundle bundle, String log, Path signerKey) {
    var signer = PersonKey.read(signerKey, Passphrase.ofPerson());
    var statement =
        new ShadowStatement(
            log,
            bundle.name(),
            bundle.version(),
            bundle.digest().hex(),
            !end,
            UtcTime.text(Instant.now().toEpochMilli()));
    var blob = end ? "" : Base64.getEncoder().encodeToString(bundle.blob().array());
    return ControlClient.utf8(
        Json.object()
            .put("blob", blob)
            .put("note", signer.signed(statement.text()).whole())
            .build()
            .canonical());
  }
}
