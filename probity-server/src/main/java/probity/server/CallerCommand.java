package probity.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import probity.identity.ApiKey;
import probity.ledger.UtcTime;

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

    @Option(
        names = "--routes",
        paramLabel = "ROUTE",
        split = ",",
        description = "routes of the bundle on which alone the key may be used, parted by commas")
    private List<String> routes = List.of();

    @Option(
        names = "--expires",
        paramLabel = "WHEN",
        description =
            "when the key ends: in days from now (90d), a day (2027-01-31) or a time"
                + " (2027-01-31T12:00:00Z)")
    private String expires = "";

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
      for (String route : routes) {
        if (!ConfigReader.isWord(route)) {
          throw new StartRefused(
              "route `" + route + "` is not of lower-case letters, digits, dots, hyphens and `_`");
        }
      }
      String until = expires.isEmpty() ? "" : until(expires, System.currentTimeMillis());
      var key = CallerKey.generate(id, new SecureRandom());
      System.out.println("key, for the application (it is shown only now):");
      System.out.println("  " + key.text());
      System.out.println("line for `callers:` in probity.yaml:");
      System.out.println(
          "  - {id: " + id + ", " + entry(key, until) + ", roles: [" + joined(roles) + "]}");
      System.out.println("a caller that has keys gets one more in its list `keys`, for rotation");
      return 0;
    }

    /// The key alone, or as the one item of a list where something is said of it.
    private String entry(CallerKey key, String until) {
      String sha256 = "sha256: " + key.sha256().hex();
      if (until.isEmpty() && routes.isEmpty()) return sha256;
      return "keys: [{"
          + sha256
          + (until.isEmpty() ? "" : ", until: " + until)
          + (routes.isEmpty() ? "" : ", routes: [" + joined(routes) + "]")
          + "}]";
    }

    private static String joined(List<String> words) {
      return String.join(", ", words);
    }

    /// The end of a key as the configuration writes it.
    ///
    /// @param now milliseconds since 1970
    static String until(String expires, long now) {
      boolean inDays = expires.matches("[1-9][0-9]{0,3}d");
      var end =
          inDays
              ? OptionalLong.of(
                  now
                      + Duration.ofDays(Long.parseLong(expires, 0, expires.length() - 1, 10))
                          .toMillis())
              : CallersReader.time(expires);
      if (end.isEmpty() || end.getAsLong() <= now) {
        throw new StartRefused(
            "`"
                + expires
                + "` is no end to come: days such as `90d`, a day `2027-01-31` or a time"
                + " `2027-01-31T12:00:00Z` was expected");
      }
      return UtcTime.text(end.getAsLong());
    }
  }
}
