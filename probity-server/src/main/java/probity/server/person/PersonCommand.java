package probity.server.person;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import probity.ledger.Checked;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.ledger.VerifierKey;
import probity.ledger.statement.PersonStatement;
import probity.server.command.CommandRefused;
import probity.server.command.ControlClient;
import probity.server.command.Gateway;
import probity.server.command.Installation;

/// `probity person`: who may sign.
@Command(
    name = "person",
    description = "Enrols and revokes people who sign, by the signature of an approver.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class PersonCommand {
  private PersonCommand() {}

  public static CommandLine commandLine(Installation.Reader installations) {
    return new CommandLine(new PersonCommand())
        .addSubcommand(new Listed(installations))
        .addSubcommand(new Enrol(installations))
        .addSubcommand(new Revoke(installations));
  }

  /// The gateway that is asked, and the key of who asks.
  private static final class Asking {
    @Mixin private Gateway gateway = new Gateway();

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "your own key")
    private Path key = Path.of("");

    private List<Json.Obj> people(ControlClient client, PersonKey signer) {
      String log = log(client);
      String path = "/v1/people";
      var answer = client.get(path, "authorization", signer.readsHeader(log, path, Instant.now()));
      var body = answer.json();
      if (answer.status() != 200 || body.isEmpty()) {
        throw new CommandRefused(String.join("\n", answer.objections()));
      }
      return Json.objects(body.get().items("people"));
    }

    private static String log(ControlClient client) {
      return client.get("/v1/bundles").json().flatMap(body -> body.text("log")).orElse("");
    }

    private PersonKey signer() {
      return PersonKey.read(key, Passphrase.ofPerson());
    }

    private int send(Installation.Reader installations, Change change) {
      var signer = signer();
      var client = gateway.client(installations);
      var known =
          people(client, signer).stream()
              .filter(one -> one.text("name").orElse("").equals(change.name()))
              .findFirst();
      var statement = change.statement(log(client), known.orElse(Json.object().build()));
      System.out.print(statement.text());
      byte[] note = signer.signed(statement.text()).whole().getBytes(StandardCharsets.UTF_8);
      var answer = client.post("/v1/people", note);
      if (answer.status() != 200) throw new CommandRefused(String.join("\n", answer.objections()));
      System.out.println(answer.json().flatMap(body -> body.text("says")).orElse("taken"));
      return 0;
    }
  }

  /// What shall become of a person, given what the gateway knows.
  interface Change {
    String name();

    PersonStatement statement(String log, Json.Obj known);
  }

  @Command(
      name = "list",
      description = "Everybody who was ever enrolled.",
      mixinStandardHelpOptions = true)
  static final class Listed implements Callable<Integer> {
    private final Installation.Reader installations;
    @Mixin private Asking asking = new Asking();

    Listed(Installation.Reader installations) {
      this.installations = installations;
    }

    @Override
    public Integer call() {
      for (Json.Obj person : asking.people(asking.gateway.client(installations), asking.signer())) {
        System.out.println(
            person.text("name").orElse("")
                + " "
                + person.text("status").orElse("")
                + " ["
                + String.join(", ", texts(person.items("roles")))
                + "] "
                + person.text("key").orElse(""));
      }
      return 0;
    }
  }

  private static List<String> texts(List<Json> items) {
    return items.stream()
        .flatMap(item -> item instanceof Json.Str(var text) ? Stream.of(text) : Stream.of())
        .toList();
  }

  @Command(
      name = "enrol",
      description = "Enrols a person, or gives one another key or other roles.",
      mixinStandardHelpOptions = true)
  static final class Enrol implements Callable<Integer>, Change {
    private final Installation.Reader installations;
    @Mixin private Asking asking = new Asking();

    @Option(
        names = "--person",
        required = true,
        paramLabel = "VKEY",
        description = "the person's public key, as `./probity key new` prints it")
    private String vkey = "";

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "author, approver, or a reviewers' role of the bundle; repeat for more")
    private List<String> roles = new ArrayList<>();

    @Option(
        names = "--competence",
        paramLabel = "REF",
        description = "where the record of the person's competence is")
    private String competence = "";

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description = "when it ends, such as 2027-01-01T00:00:00.000Z")
    private String until = "";

    Enrol(Installation.Reader installations) {
      this.installations = installations;
    }

    @Override
    public Integer call() {
      return asking.send(installations, this);
    }

    @Override
    public String name() {
      return switch (VerifierKey.parse(vkey)) {
        case Checked.Valid<VerifierKey>(var key) -> key.name();
        case Checked.Invalid<VerifierKey>(_, var detail) -> throw new CommandRefused(detail);
      };
    }

    @Override
    public PersonStatement statement(String log, Json.Obj known) {
      return checked(
          new PersonStatement(
              log,
              name(),
              vkey,
              List.copyOf(new TreeSet<>(roles)),
              competence,
              UtcTime.text(Instant.now().toEpochMilli()),
              until,
              true,
              known.text("leaf").orElse("")));
    }
  }

  @Command(
      name = "revoke",
      description = "Revokes a person, whose signatures then count no more.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer>, Change {
    private final Installation.Reader installations;
    @Mixin private Asking asking = new Asking();

    @Option(names = "--name", required = true, paramLabel = "ID", description = "who is revoked")
    private String name = "";

    Revoke(Installation.Reader installations) {
      this.installations = installations;
    }

    @Override
    public Integer call() {
      return asking.send(installations, this);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public PersonStatement statement(String log, Json.Obj known) {
      if (known.members().isEmpty()) throw new CommandRefused("nobody is named `" + name + "`");
      return checked(
          new PersonStatement(
              log,
              name,
              known.text("key").orElse(""),
              texts(known.items("roles")),
              known.text("competence").orElse(""),
              UtcTime.text(Instant.now().toEpochMilli()),
              "",
              false,
              known.text("leaf").orElse("")));
    }
  }

  private static PersonStatement checked(PersonStatement made) {
    return switch (PersonStatement.parse(made.text())) {
      case Checked.Valid<PersonStatement>(var same) -> same;
      case Checked.Invalid<PersonStatement>(_, var detail) -> throw new CommandRefused(detail);
    };
  }
}
