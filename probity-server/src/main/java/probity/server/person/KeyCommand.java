package probity.server.person;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `probity key`: keys of people.
@Command(
    name = "key",
    description = "Makes keys with which people sign (docs/life.md).",
    mixinStandardHelpOptions = true,
    subcommands = KeyCommand.New.class)
public final class KeyCommand {
  public static CommandLine commandLine() {
    return new CommandLine(new KeyCommand());
  }

  /// `probity key new`: a key that never leaves this machine.
  @Command(
      name = "new",
      description =
          "Makes a person's key on this machine, and prints its public half, which an approver"
              + " enrols.",
      mixinStandardHelpOptions = true)
  static final class New implements Callable<Integer> {
    @Option(
        names = "--name",
        required = true,
        paramLabel = "ID",
        description = "name of the person in the ledger (a-z, 0-9, . and -)")
    private String name = "";

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "where the private half is written; must not be there")
    private Path out = Path.of("");

    @Option(
        names = "--passphrase",
        description = "seal the file: asks twice, or takes " + Passphrase.VARIABLE)
    private boolean sealed;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "for the line of the configuration; repeat for more")
    private java.util.List<String> roles = java.util.List.of("author");

    @Override
    public Integer call() {
      var random = new SecureRandom();
      var key = PersonKey.generate(name, random);
      key.write(out, sealed ? Optional.of(Passphrase.fresh()) : Optional.empty(), random);
      System.out.println("private key, for this person alone: " + out);
      System.out.println("public key, to be enrolled:");
      System.out.println("  " + key.key());
      System.out.println("fingerprint: " + key.key().fingerprint());
      System.out.println("line for `people:` in probity.yaml, while nobody is enrolled:");
      System.out.println(
          "  - {name: "
              + name
              + ", key: \""
              + key.key()
              + "\", roles: ["
              + String.join(", ", roles)
              + "]}");
      return 0;
    }
  }
}
