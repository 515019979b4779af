package probity.server.policy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import probity.ledger.UtcTime;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.ReadStatement;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.policy.life.Proposal;
import probity.server.command.CommandRefused;
import probity.server.command.ControlClient;
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
    var bundle = bundle(client, signer, status.log(), now);
    var statement =
        say.about(bundle, BundleStatement.Kind.ROLLBACK, status.log(), status.digest(), now);
    ProposalFile.write(
        out, new Proposal(bundle.blob(), signer.signed(statement.text()), statement));
    System.out.print(statement.text());
    System.out.println("signed by " + signer.key().name() + "; proposal in " + out);
    return 0;
  }

  private Bundle bundle(ControlClient client, PersonKey signer, String log, Instant now) {
    String path = "/v1/bundles/" + digest;
    var read = new ReadStatement(log, path, UtcTime.text(now.toEpochMilli()));
    byte[] note = signer.signed(read.text()).whole().getBytes(StandardCharsets.UTF_8);
    var answer =
        client.get(path, "authorization", "Probity " + Base64.getEncoder().encodeToString(note));
    if (answer.status() != 200) throw new CommandRefused(String.join("\n", answer.objections()));
    if (Bundle.fromBlob(answer.body()) instanceof BundleReading.Loaded(var bundle)
        && bundle.digest().hex().equals(digest)) {
      return bundle;
    }
    throw new CommandRefused("the gateway gave another bundle than `" + digest + "`");
  }
}
