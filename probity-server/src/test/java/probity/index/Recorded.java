package probity.index;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Ulid;
import probity.ledger.UtcTime;
import probity.store.file.FileLedger;
import probity.store.file.Settings;

/// A real ledger with records that a test writes, at times that it names.
public final class Recorded implements AutoCloseable {
  public static final String TRAFFIC = "traffic-standard-2026h2";

  private final FileLedger ledger;
  private final AtomicReference<Instant> now;
  private int number;
  private String purpose = "test";
  private boolean ended;

  private Recorded(FileLedger ledger, AtomicReference<Instant> now) {
    this.ledger = ledger;
    this.now = now;
  }

  public static Recorded open(Path data) {
    var now = new AtomicReference<>(Instant.parse("2026-11-25T09:00:00Z"));
    var settings =
        Settings.of("probity.example/acme", "gateway", "probity 0.1")
            .withSealEvery(Duration.ofMillis(20));
    return new Recorded(FileLedger.open(data, settings, now::get, new SecureRandom()), now);
  }

  /// What an exchange is, as far as a test cares.
  public record Exchange(String caller, String model, String format, String verdict, String rule) {
    public static final Exchange PLAIN =
        new Exchange("support-bot", "gpt-4o-mini", "openai.chat", "permit", "may-chat");
  }

  /// A durable intent.
  public record Intent(String exchange, Hash leaf) {}

  public Recorded at(String time) {
    now.set(Instant.parse(time));
    return this;
  }

  /// Why the exchanges happen that come next.
  public Recorded as(String purpose) {
    this.purpose = purpose;
    return this;
  }

  public Intent intent(Exchange exchange) {
    String id = Ulid.of(now.get().toEpochMilli(), 0, number++).text();
    boolean refused = exchange.verdict().equals("refuse");
    var finding =
        Json.object()
            .put("label", "personal.email")
            .put("count", 2)
            .put("place", "/messages/0")
            .build();
    var body =
        Json.object()
            .put("exchange", id)
            .put("purpose", purpose)
            .put("caller", exchange.caller())
            .put("route", "chat")
            .put("system", "support-assistant")
            .put("use", "answer-customers")
            .put("provider", "openai")
            .put("model", exchange.model())
            .put("region", "eu")
            .put("facts", Json.object().put("format", exchange.format()).build())
            .put("findings", new Json.Arr(refused ? List.of(finding, finding) : List.of()))
            .put("verdict", exchange.verdict())
            .put("rule", refused ? exchange.rule() : "")
            .put("reason", refused ? "it may not" : "")
            .put("rules", Json.object().put("decided", List.of(exchange.rule())).build())
            .put(
                "bundle",
                Json.object()
                    .put("name", "demo")
                    .put("version", "1.0.0")
                    .put("digest", "d")
                    .build());
    return new Intent(id, durable("intent", body.build()));
  }

  public Hash step(Intent intent, String tool, String verdict) {
    var body =
        Json.object()
            .put("intent", intent.leaf().hex())
            .put("number", 0)
            .put("tool", tool)
            .put("verdict", verdict)
            .put("rule", "tools")
            .put("reason", "")
            .put("rules", Json.object().put("decided", List.of("tools")).build());
    return durable("step", body.build());
  }

  public Hash outcome(Intent intent, String ending, int upstream, int prompt, int completion) {
    String time = UtcTime.text(now.get().toEpochMilli());
    var body =
        Json.object()
            .put("intent", intent.leaf().hex())
            .put("ending", ending)
            .put("detail", "")
            .put("status", 200)
            .put("upstream_status", upstream)
            .put("attempts", ending.equals("refused") ? 0 : 1)
            .put("received", time)
            .put("first_byte", upstream > 0 ? time : "")
            .put("completed", time)
            .put(
                "usage",
                Json.object()
                    .put("prompt", prompt)
                    .put("completion", completion)
                    .put("total", prompt + completion)
                    .build())
            .put("findings", new Json.Arr(List.of()))
            .put("decisions", new Json.Arr(List.of()))
            .put("tools_asked", 0)
            .put("tools_allowed", 0)
            .put("tools_refused", 0);
    return durable("outcome", body.build());
  }

  /// A delivered exchange; its id.
  public String delivered(Exchange exchange, int prompt, int completion) {
    var intent = intent(exchange);
    outcome(intent, "delivered", 200, prompt, completion);
    return intent.exchange();
  }

  private Hash durable(String kind, Json.Obj body) {
    var appended = new CompletableFuture<Appended>();
    ledger.append(new Draft(TRAFFIC, kind, body), Runnable::run, appended::complete);
    return ((Appended.Durable) appended.join()).leaf();
  }

  /// Ends the writing; everything is published then.
  public void end() {
    if (!ended) ledger.close();
    ended = true;
  }

  @Override
  public void close() {
    end();
  }
}
