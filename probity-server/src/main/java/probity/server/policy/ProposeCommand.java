package probity.server.policy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.ledger.statement.BundleStatement;
import probity.policy.life.Proposal;
import probity.server.command.Gateway;
import probity.server.command.Installation;
import probity.server.person.Passphrase;
import probity.server.person.PersonKey;

/// `probity policy propose`: an author signs that a bundle shall go into force.
@Command(
    name = "propose",
    description = "Writes a proposal file: the bundle of a folder, signed by its author.",
    mixinStandardHelpOptions = true)
final class ProposeCommand implements Callable<Integer> {
  private final Installation.Reader installations;

  @Parameters(paramLabel = "FOLDER", description = "the bundle's folder")
  private Path folder = Path.of("");

  @Mixin private Gateway gateway = new Gateway();
  @Mixin private WhatToSay say = new WhatToSay();

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "the author's key")
  private Path key = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the proposal file, for the approver")
  private Path out = Path.of("");

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "whose overlay applies (default: the configuration's `environment`)")
  private @Nullable String environment;

  @Option(
      names = "--log",
      paramLabel = "ORIGIN",
      description = "origin of `records`, where no gateway runs that could be asked")
  private @Nullable String log;

  @Option(
      names = "--replaces",
      paramLabel = "DIGEST",
      description = "the bundle in force, or `-` for none, where no gateway can be asked")
  private @Nullable String replaces;

  ProposeCommand(Installation.Reader installations) {
    this.installations = installations;
  }

  @Override
  public Integer call() {
    var signer = PersonKey.read(key, Passphrase.ofPerson());
    var named =
        Optional.ofNullable(environment)
            .or(() -> gateway.installation(installations).flatMap(Installation::environment));
    var bundle = BundleFolder.read(folder, named);
    String about = log();
    String before = replaces == null ? Status.of(gateway.client(installations)).digest() : replaces;
    var statement =
        say.about(
            bundle,
            BundleStatement.Kind.NORMAL,
            about,
            before.equals("-") ? "" : before,
            Instant.now());
    var proposal = new Proposal(bundle.blob(), signer.signed(statement.text()), statement);
    ProposalFile.write(out, proposal);
    System.out.print(statement.text());
    System.out.println("signed by " + signer.key().name() + "; proposal in " + out);
    return 0;
  }

  private String log() {
    if (log != null) return log;
    return gateway
        .installation(installations)
        .map(Installation::log)
        .orElseGet(() -> Status.of(gateway.client(installations)).log());
  }
}
