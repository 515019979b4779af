package probity.server;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.ledger.statement.ReadStatement;
import probity.server.command.CommandRefused;
import probity.server.command.ControlClient;
import probity.server.command.Gateway;
import probity.server.command.Installation;
import probity.server.person.Passphrase;
import probity.server.person.PersonKey;

/// `probity canaries`: how the canaries of a running gateway stand.
@Command(
    name = "canaries",
    description =
        "How each canary of the bundle in force stands, or with --run what comes of one now; exits"
            + " with 1 where one is missed (docs/canaries.md).",
    mixinStandardHelpOptions = true)
final class CanariesCommand implements Callable<Integer> {
  private final Installation.Reader installations;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin private Gateway gateway = new Gateway();

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "send this one now; only enrolled people may, so with --key")
  private @Nullable String id;

  @Option(names = "--key", paramLabel = "FILE", description = "key of the person who asks for it")
  private @Nullable Path key;

  CanariesCommand(Installation.Reader installations) {
    this.installations = installations;
  }

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    if ((id == null) != (key == null)) {
      throw new CommandRefused("`--run ID` and `--key FILE` were expected together");
    }
    var client = gateway.client(installations);
    var canaries = id == null || key == null ? all(client) : List.of(run(client, id, key));
    PrintWriter out = spec.commandLine().getOut();
    print(canaries, out);
    out.flush();
    return canaries.stream().allMatch(one -> isWell(text(one, "result"))) ? 0 : 1;
  }

  private static boolean isWell(String result) {
    return result.equals("met") || result.equals("waiting");
  }

  private static List<Json.Obj> all(ControlClient client) {
    var answer = client.get("/v1/canaries");
    var body = answer.json();
    if (answer.status() != 200 || body.isEmpty()) {
      throw new CommandRefused("the control API does not say how canaries stand");
    }
    return Json.objects(body.get().items("canaries"));
  }

  private static Json.Obj run(ControlClient client, String id, Path key) {
    if (!id.matches("[a-z0-9][a-z0-9.-]*")) {
      throw new CommandRefused("`--run " + id + "` is not the id of a canary");
    }
    var signer = PersonKey.read(key, Passphrase.ofPerson());
    String path = "/v1/canaries/" + id;
    String log =
        client
            .get("/v1/bundles")
            .json()
            .flatMap(body -> body.text("log"))
            .orElseThrow(() -> new CommandRefused("the control API does not say its log"));
    var read = new ReadStatement(log, path, UtcTime.text(Instant.now().toEpochMilli()));
    byte[] note = signer.signed(read.text()).whole().getBytes(StandardCharsets.UTF_8);
    var answer =
        client.post(
            path,
            new byte[0],
            "authorization",
            "Probity " + Base64.getEncoder().encodeToString(note));
    if (answer.status() != 200) throw new CommandRefused(String.join("\n", answer.objections()));
    return answer.json().orElseThrow(() -> new CommandRefused("the answer cannot be read"));
  }

  private static void print(List<Json.Obj> canaries, PrintWriter out) {
    if (canaries.isEmpty()) {
      out.println("the bundle in force has no canaries");
      return;
    }
    var table = new Table("canary", "controls", "every", "last run", "result", "record");
    for (Json.Obj one : canaries) {
      String reason = text(one, "reason");
      table.add(
          List.of(
              text(one, "canary"),
              one.items("controls").stream()
                  .map(item -> item instanceof Json.Str(var word) ? word : "")
                  .collect(Collectors.joining(",")),
              every(one.number("every").orElse(0L)),
              orDash(text(one, "at")),
              text(one, "result") + (reason.isEmpty() ? "" : " (" + reason + ")"),
              orDash(text(one, "exchange"))));
    }
    table.print(out);
  }

  private static String every(long seconds) {
    return Duration.ofSeconds(seconds).toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private static String text(Json.Obj body, String member) {
    return body.text(member).orElse("");
  }

  private static String orDash(String word) {
    return word.isEmpty() ? "-" : word;
  }
}
