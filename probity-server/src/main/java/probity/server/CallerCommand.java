package probity.server;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import probity.identity.ApiKey;

/// `probity caller`: keys of applications.
@Command(
    name = "caller",
    description = "Makes API keys for applications.",
    mixinStandardHelpOptions = true,
    subcommands = CallerCommand.New.class)
final class CallerCommand {

  /// `probity caller new`: prints a key, and the lines that make the gateway know it.
  @Command(
      name = "new",
      description = "Makes a key for a caller; it is shown once and stored nowhere.",
      mixinStandardHelpOptions = true)
  static final class New implements Callable<Integer> {
    @Option(
        names = "--id",
        required = true,
        paramLabel = "ID",
        description = "name of the caller (a-z, 0-9, . and -)")
    private String id = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "a role that the bundle declares; repeat for more")
    private List<String> roles = List.of();

    @Override
    public Integer call() {
      if (!ApiKey.isId(id)) {
        throw new StartRefused(
            "caller id `" + id + "` is not of lower-case letters, digits, dots and hyphens");
      }
      for (String role : roles) {
        if (!ConfigReader.isWord(role)) {
          throw new StartRefused(
              "role `" + role + "` is not of lower-case letters, digits, dots, hyphens and `_`");
        }
      }
      var key = CallerKey.generate(id, new SecureRandom());
      System.out.println("key, for the application (it is shown only now):");
      System.out.println("  " + key.text());
      System.out.println("line for `callers:` in probity.yaml:");
      System.out.println(
          "  - {id: "
              + id
              + ", sha256: "
              + key.sha256().hex()
              + ", roles: ["
              + String.join(", ", roles)
              + "]}");
      return 0;
    }
  }
}
