package probity.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import probity.gateway.TrafficLog;
import probity.ledger.Entry;
import probity.ledger.Json;

/// The four calls of the demo, each shown as the ledger has it: what was decided, by which rule,
/// why, and how it ended.
final class DemoCalls {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Server server;
  private final CallerKey key;
  private final HttpClient client = HttpClient.newHttpClient();

  DemoCalls(Server server, CallerKey key) {
    this.server = server;
    this.key = key;
  }

  private record Call(String title, String question, boolean stream, String ending) {}

  private static final List<Call> CALLS =
      List.of(
          new Call("permitted", "When do you open on Saturday?", false, "delivered"),
          new Call(
              "redacted", "Write to jane.doe@example.com about the delay.", false, "delivered"),
          new Call("refused", "Charge the card 4111 1111 1111 1111 again.", false, "refused"),
          new Call("cut", "Please show me the deployment key.", true, "cut"));

  /// Makes the calls and prints a line for each; whether each ended as it should.
  boolean run(PrintStream out) throws IOException, InterruptedException {
    boolean asExpected = true;
    for (Call call : CALLS) {
      String record = send(call);
      var intent = entry("intent", record);
      var outcome = entry("outcome", record);
      out.println(line(call, intent, outcome));
      asExpected &= outcome.text("ending").equals(Optional.of(call.ending()));
    }
    out.println();
    return asExpected;
  }

  /// Makes one call and gives back the id of its record.
  private String send(Call call) throws IOException, InterruptedException {
    var message = Json.object().put("role", "user").put("content", call.question()).build();
    var body =
        Json.object()
            .put("model", "demo-small")
            .put("messages", new Json.Arr(List.of(message)))
            .put("stream", call.stream())
            .build();
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + "/v1/chat/completions"))
            .timeout(TIMEOUT)
            .header("authorization", "Bearer " + key.text())
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.canonicalBytes()))
            .build();
    var response = client.send(request, HttpResponse.BodyHandlers.discarding());
    return response
        .headers()
        .firstValue("x-probity-record")
        .orElseThrow(() -> new StartRefused("the gateway answered without a record's id"));
  }

  private Json.Obj entry(String kind, String record) {
    var log = TrafficLog.folder("standard", System.currentTimeMillis());
    return server.entries(log).stream()
        .filter(entry -> entry.kind().equals(kind))
        .map(Entry::body)
        .filter(body -> body.text("exchange").equals(Optional.of(record)))
        .findFirst()
        .orElseThrow(() -> new StartRefused("record `" + record + "` has no " + kind));
  }

  private static String line(Call call, Json.Obj intent, Json.Obj outcome) {
    return "%-10s %-9s  %s  (record %s)"
        .formatted(
            call.title(),
            outcome.text("ending").orElse(""),
            decided(intent, outcome),
            intent.text("exchange").orElse(""));
  }

  /// The decision that mattered: on the answer where one altered it, else on the request.
  private static String decided(Json.Obj intent, Json.Obj outcome) {
    var onAnswer = Json.objects(outcome.items("decisions"));
    var decision = onAnswer.isEmpty() ? intent : onAnswer.getLast();
    String rules =
        String.join(
            ", ",
            decision.object("rules").map(each -> each.items("decided")).orElse(List.of()).stream()
                .map(rule -> rule instanceof Json.Str(var id) ? id : "")
                .toList());
    String reason = decision.text("reason").orElse("");
    return (onAnswer.isEmpty() ? "request: " : "answer: ")
        + decision.text("verdict").orElse("")
        + " by "
        + rules
        + (reason.isEmpty() ? "" : ": " + reason);
  }
}
