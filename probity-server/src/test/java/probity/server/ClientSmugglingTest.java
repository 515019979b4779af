package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Requests over HTTP/1.1 that another hop might read otherwise: `smuggling/client-http1.txt`.
///
/// What is expected of a case: the statuses of all replies, and what follows them. `close`: the
/// gateway reads what still comes, takes none of it for a request, and closes the connection.
/// `open`: it takes the next request, from its first byte. `waits`: it waits for more, and counts
/// the request as incomplete when the client hangs up. For each 200 one request reaches the
/// provider, framed by us; for every other status none does.
class ClientSmugglingTest {
  static final List<Hazard> CASES = Hazard.table("client-http1.txt");

  private static final int WAIT_MILLIS = 10_000;

  private static final TestClock CLOCK = new TestClock();

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    gateway =
        Running.start(
            Running.config(
                data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT),
            CLOCK);
  }

  /// Ends with the verifier, which finds an intent without an outcome.
  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    provider.close();
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void every_byte_is_read_as_one_request_or_refused(Hazard hazard) throws Exception {
    // Of what is turned away in a minute only the first few get an entry at once.
    CLOCK.pass(Duration.ofMinutes(1));
    int calls = provider.requests().size();
    long intents = permitted();
    long turnedAway = turnedAway();
    var statuses = hazard.expected().subList(0, hazard.expected().size() - 1);
    String then = hazard.expected().getLast();

    var got = talk(hazard.bytes(), statuses.size(), then);

    assertThat(got).isEqualTo(hazard.expected());
    long forwarded = statuses.stream().filter("200"::equals).count();
    assertThat(permitted()).as("exchanges").isEqualTo(intents + forwarded);
    assertThat(provider.requests()).as("calls").hasSize(calls + (int) forwarded);
    provider.requests().subList(calls, calls + (int) forwarded).forEach(this::assertOurFraming);
    if (then.equals("waits") || (then.equals("close") && !got.contains("200"))) {
      Running.await(() -> turnedAway() > turnedAway || statuses.contains("413"));
    }
    assertThat(gateway.call(Running.chat("hi", "")).status()).isEqualTo(200);
  }

  /// Sends the bytes, and tells what came of it in the words of the table.
  private static List<String> talk(byte[] bytes, int replies, String then) throws IOException {
    var got = new ArrayList<String>();
    try (var client = new Client(gateway.port(), WAIT_MILLIS)) {
      client.send(bytes);
      String connection = "";
      for (int i = 0; i < replies; i++) {
        var reply = client.reply();
        got.add("" + reply.status());
        connection = reply.header("connection");
      }
      got.add(
          switch (then) {
            case "close" ->
                connection.equals("close") && client.finish().closedByGateway() ? "close" : "more";
            case "open" ->
                client.send(Running.get("/sentinel")).reply().status() == 404 ? "open" : "not open";
            default -> client.finish().closedByGateway() ? "waits" : "more";
          });
    } catch (SocketTimeoutException silence) {
      got.add("silence");
    }
    return got;
  }

  /// A request of ours has one length, that of its body, and nothing that a client could have put
  /// between two hops.
  private void assertOurFraming(String request) {
    int end = request.indexOf("\r\n\r\n");
    var names =
        request
            .substring(0, end)
            .lines()
            .skip(1)
            .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
            .toList();
    assertThat(names)
        .containsOnlyOnce("content-length", "host", "authorization")
        .doesNotHaveDuplicates()
        .isSubsetOf(
            "content-length",
            "host",
            "authorization",
            "accept",
            "accept-encoding",
            "accept-language",
            "content-type",
            "user-agent");
    assertThat(request.substring(0, end))
        .containsIgnoringCase("content-length: " + (request.length() - end - 4))
        .contains(Running.CREDENTIAL)
        .doesNotContain("smuggled", Running.SUPPORT.text());
  }

  private static long permitted() {
    return gateway.traffic("intent").stream()
        .filter(intent -> intent.text("verdict").orElse("").equals("permit"))
        .count();
  }

  private static long turnedAway() {
    return gateway.traffic("turned-away").stream()
        .flatMap(entry -> entry.object("reasons").stream())
        .flatMap(reasons ->
            List.of("malformed-request", "ambiguous-request", "http-version", "request-incomplete")
                .stream()
                .map(reason -> reasons.number(reason).orElse(0L)))
        .mapToLong(Long::longValue)
        .sum();
  }
}
