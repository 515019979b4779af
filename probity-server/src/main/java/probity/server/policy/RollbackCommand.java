package probity.server.policy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import probity.ledger.statement.BundleStatement;
import probity.policy.life.Proposal;
import probity.server.command.CommandRefused;
import probity.server.command.Gateway;
import probity.server.command.Installation;
import probity.server.person.Passphrase;
import probity.server.person.PersonKey;

/// `probity policy rollback`: proposes a bundle that was in force before.
@Command(
    name = "rollback",
    description =
        "Writes a proposal of a bundle that was in force before. It needs its approver like any"
            + " other, or --emergency.",
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
  private final Installation.Reader installations;

  @Mixin private Gateway gateway = new Gateway();
  @Mixin private WhatToSay say = new WhatToSay();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIGEST",
      description = "the bundle to go back to; that of the bundle in force withdraws what waits")
  private String digest = "";

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "the author's key")
  private Path key = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the proposal file, for the approver")
  private Path out = Path.of("");

  RollbackCommand(Installation.Reader installations) {
    this.installations = installations;
  }

  @Override
  public Integer call() {
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new CommandRefused("`--to " + digest + "` is not a digest of 64 hex digits");
    }
    var signer = PersonKey.read(key, Passphrase.ofPerson());
    var client = gateway.client(installations);
    var status = Status.of(client);
    var now = Instant.now();
    var bundle = EarlierBundle.read(client, signer, status.log(), digest, now);
    var statement =
        say.about(bundle, BundleStatement.Kind.ROLLBACK, status.log(), status.digest(), now);
    ProposalFile.write(
        out, new Proposal(bundle.blob(), signer.signed(statement.text()), statement));
    System.out.print(statement.text());
    System.out.println("signed by " + signer.key().name() + "; proposal in " + out);
    return 0;
  }
}
