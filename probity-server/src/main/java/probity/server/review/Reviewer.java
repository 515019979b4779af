package probity.server.review;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.ledger.statement.GrantStatement;
import probity.ledger.statement.ReadStatement;
import probity.server.command.CommandRefused;
import probity.server.command.ControlClient;
import probity.server.command.Gateway;
import probity.server.command.Installation;
import probity.server.person.Passphrase;
import probity.server.person.PersonKey;

/// Who asks, and which gateway: the options that all commands of reviewers share. The key signs
/// here, and never leaves this machine.
final class Reviewer {
  @Mixin private Gateway gateway = new Gateway();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "the reviewer's own key, of `./probity key new`")
  private Path keyFile = Path.of("");

  /// A reviewer at the API of one gateway.
  ///
  /// @param log origin of its log `records`
  record Session(ControlClient client, PersonKey key, String log) {
    /// Reads a path for which a person must show who it is.
    Json.Obj get(String path) {
      var statement = new ReadStatement(log, path, UtcTime.text(InstantSource.system().millis()));
      byte[] note = key.signed(statement.text()).whole().getBytes(StandardCharsets.UTF_8);
      var answer =
          client.get(path, "authorization", "Probity " + Base64.getEncoder().encodeToString(note));
      if (answer.status() == 200 && answer.json().isPresent()) return answer.json().get();
      throw new CommandRefused(String.join("; ", answer.objections()));
    }

    /// Sends a decision; gives what the gateway says of it.
    String decide(GrantStatement statement, String reason) {
      var body =
          Json.object()
              .put("note", key.signed(statement.text()).whole())
              .put("reason", reason)
              .build();
      var answer = client.post("/v1/grants", ControlClient.utf8(body.canonical()));
      if (answer.status() == 200) {
        return answer.json().flatMap(json -> json.text("says")).orElse("taken");
      }
      throw new CommandRefused(String.join("; ", answer.objections()));
    }

    /// A record with all that is kept of it.
    Json.Obj record(String exchange) {
      return get("/v1/reviews/" + exchange.toUpperCase(Locale.ROOT));
    }
  }

  Session session(Installation.Reader installations) {
    var client = gateway.client(installations);
    var status = client.get("/v1/bundles").json();
    String log = status.flatMap(body -> body.text("log")).orElse("");
    if (log.isEmpty()) throw new CommandRefused("the control API does not say whose ledger it has");
    return new Session(client, PersonKey.read(keyFile, Passphrase.ofPerson()), log);
  }

  /// The record's items, those of one queue where it is named.
  static List<Json.Obj> items(Json.Obj record, String queue) {
    return Json.objects(record.items("items")).stream()
        .filter(item -> queue.isEmpty() || text(item, "queue").equals(queue))
        .toList();
  }

  static String text(Json.Obj object, String member) {
    return object.text(member).orElse("");
  }
}
