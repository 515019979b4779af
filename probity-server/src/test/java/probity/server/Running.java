package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import probity.canary.Canaries;
import probity.console.traffic.Traffic;
import probity.exchange.Caller;
import probity.exchange.Purpose;
import probity.gateway.Limits;
import probity.gateway.TrafficLog;
import probity.gateway.upstream.CallTimeouts;
import probity.gateway.upstream.Origin;
import probity.identity.ApiKey;
import probity.ledger.Entry;
import probity.ledger.Json;
import probity.server.command.ControlClient;
import probity.verify.Options;

/// The real gateway with real sockets and a real ledger, in front of a [FakeProvider].
final class Running implements AutoCloseable {
  static final CallerKey SUPPORT = CallerKey.generate("support-bot", new SecureRandom());
  static final CallerKey INTERN = CallerKey.generate("intern", new SecureRandom());
  static final String CREDENTIAL = "the-providers-credential";
  static final Path BUNDLE = Path.of("src/test/resources/e2e/bundle");

  /// A full second, so that a time that is not written out to the millisecond shows.
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-25T09:00:00Z"));

  static final String TRAFFIC = TrafficLog.folder("standard", CLOCK.millis());
  static final int BODY_BYTES = 20_000;
  static final int CONNECTIONS = 100;
  static final CallTimeouts PATIENT =
      new CallTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20));

  private static final String LOOPBACK = "127.0.0.1";
  private static final long WAIT_NANOS = Duration.ofSeconds(20).toNanos();

  private final Config config;
  private final Server server;

  private Running(Config config, Server server) {
    this.config = config;
    this.server = server;
  }

  static Running start(Path data, FakeProvider provider) {
    return start(config(data, provider.port(), limits(Duration.ofSeconds(20)), PATIENT));
  }

  static Running start(Config config) {
    return start(config, CLOCK);
  }

  static Running start(Config config, InstantSource clock) {
    return new Running(config, Server.start(config, clock));
  }

  /// Where the control API is.
  URI control() {
    return URI.create(server.controlAddress().orElseThrow());
  }

  /// The control API, for one who asks it.
  ControlClient controlClient() {
    return new ControlClient(control());
  }

  /// Small bounds, so that the tests can exceed them.
  static Limits limits(Duration clientBody) {
    return new Limits(
        BODY_BYTES, 60_000, 65_536, 8192, CONNECTIONS, 2000, 2, 16, 16, 100, clientBody);
  }

  static Config config(Path data, int providerPort, Limits limits, CallTimeouts timeouts) {
    return new Config(
        new Config.Listen(LOOPBACK, 0),
        data,
        "probity.example/e2e",
        Purpose.TEST,
        BUNDLE,
        List.of(
            new Config.UpstreamConfig(
                "fake",
                new Origin(false, LOOPBACK, providerPort),
                "",
                Optional.of(
                    new Config.Credential(
                        "authorization",
                        "Bearer ",
                        new Config.Credential.Source.Given(CREDENTIAL))),
                Optional.empty()),
            // Port 1 is reserved, and nobody listens there.
            new Config.UpstreamConfig(
                "nobody-listens",
                new Origin(false, LOOPBACK, 1),
                "",
                Optional.empty(),
                Optional.empty())),
        List.of(LOOPBACK),
        callers(),
        limits,
        timeouts,
        Optional.empty(),
        Duration.ofMillis(50));
  }

  static List<ApiKey> callers() {
    return List.of(
        new ApiKey(new Caller("support-bot", List.of("support"), List.of()), SUPPORT.sha256()),
        new ApiKey(new Caller("intern", List.of("intern"), List.of()), INTERN.sha256()));
  }

  int port() {
    return URI.create(server.address()).getPort();
  }

  Client client() throws IOException {
    return new Client(port());
  }

  /// One request on a connection of its own.
  Client.Reply call(String request) throws IOException {
    try (var client = client()) {
      return client.send(request).reply();
    }
  }

  /// A chat request of support staff; `content` is JSON inside quotes, `members` follow the others.
  static String chat(String content, String members) {
    return post("/v1/chat/completions", question(content, members));
  }

  static String stream(String content) {
    return chat(content, ",\"stream\":true");
  }

  static String question(String content, String members) {
    return "{\"model\":\"demo-small\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + content
        + "\"}]"
        + members
        + "}";
  }

  static String post(String path, String body, String... headers) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return head("POST", path, headers) + "Content-Length: " + length + "\r\n\r\n" + body;
  }

  static String get(String path) {
    return head("GET", path) + "\r\n";
  }

  /// Request line and headers, without the empty line at the end; `headers` are whole lines.
  static String head(String method, String path, String... headers) {
    var out =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: gateway\r\n")
            .append("Authorization: Bearer " + SUPPORT.text() + "\r\n");
    for (String header : headers) out.append(header).append("\r\n");
    return out.toString();
  }

  /// The console's pages of this gateway.
  Traffic traffic() {
    return server.traffic();
  }

  /// The scheduler of canaries.
  Canaries canaries() {
    return server.canaries();
  }

  List<Entry> entries(String log) {
    return server.entries(log);
  }

  /// The entries of one kind in the traffic log.
  List<Json.Obj> traffic(String kind) {
    return bodies(entries(TRAFFIC), kind);
  }

  static List<Json.Obj> bodies(List<Entry> entries, String kind) {
    return entries.stream().filter(entry -> entry.kind().equals(kind)).map(Entry::body).toList();
  }

  /// The one entry of a kind in an exchange.
  Json.Obj entry(String kind, String record) {
    var found =
        traffic(kind).stream()
            .filter(body -> body.text("exchange").equals(Optional.of(record)))
            .toList();
    assertThat(found).as(kind + " of " + record).hasSize(1);
    return found.getFirst();
  }

  /// Waits for the newest outcome beyond `before` others, where no reply tells that there is one.
  Json.Obj outcomeAfter(int before) throws InterruptedException {
    await(() -> traffic("outcome").size() > before);
    return traffic("outcome").getLast();
  }

  /// Waits, bounded, until `condition` holds.
  static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + WAIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) throw new AssertionError("it did not come to that");
      Thread.sleep(5);
    }
  }

  /// Ends the gateway without a look at what it wrote.
  void stop() {
    server.close();
  }

  /// Ends the gateway and holds what it wrote to what others hold it to: the verifier, the schema,
  /// that every decision comes out the same again, and that every intent has its outcome.
  @Override
  public void close() {
    server.close();
    verify(config.data());
  }

  /// Verifies the ledger below `data` as an auditor would; gives back its entries.
  static List<Entry> verify(Path data) {
    var out = new ByteArrayOutputStream();
    int status;
    try (var print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      var trust = data.resolve("trust").toString();
      var ledger = data.resolve("ledger").toString();
      var words = List.of(ledger, "--trust", trust, "--reperform", "--quiet");
      var options = Options.DEFAULT.reperforming(Optional.of(new ProductReperformer()));
      status = probity.verify.Main.run(words, options, print, print);
    }
    assertThat(status).as(out.toString(StandardCharsets.UTF_8)).isZero();
    var entries = published(data);
    entries.forEach(entry -> assertThat(EntrySchema.faults(entry.body())).isEmpty());
    assertThat(bodies(entries, "outcome").stream().map(body -> body.text("intent")))
        .containsExactlyInAnyOrderElementsOf(
            entries.stream()
                .filter(entry -> entry.kind().equals("intent"))
                .map(entry -> Optional.of(entry.leaf().hex()))
                .toList());
    return entries;
  }

  private static List<Entry> published(Path data) {
    var entries = new ArrayList<Entry>();
    try (var files = Files.walk(data.resolve("ledger"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = data.relativize(file).toString();
        if (!name.contains("/tile/entries/")) continue;
        byte[] bundle = Files.readAllBytes(file);
        for (int at = 0; at < bundle.length; ) {
          int length = ((bundle[at] & 0xff) << 8) | (bundle[at + 1] & 0xff);
          byte[] entry = Arrays.copyOfRange(bundle, at + 2, at + 2 + length);
          entries.add(Entry.parse(entry).orThrow());
          at += 2 + length;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }
}
