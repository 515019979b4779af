package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Requests over HTTP/2 that the next hop, to which they go by HTTP/1.1, could read otherwise:
/// `smuggling/client-http2.txt`.
///
/// Each line of a case is a header, a `DATA` frame, or `TRAILERS`, behind which trailers stand.
/// What is expected: a status, or `refused`, which is any of a status 4xx, a stream that is reset,
/// and a connection that is closed. For a 200 one request reaches the provider, framed by us, else
/// none.
class Http2SmugglingTest {
  static final List<Hazard> CASES = Hazard.table("client-http2.txt");

  private static final int WAIT_MILLIS = 10_000;
  private static final TestClock CLOCK = new TestClock();

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    var limits = Running.limits(Duration.ofSeconds(20));
    gateway = Running.start(Running.config(data, provider.port(), limits, Running.PATIENT), CLOCK);
  }

  /// Ends with the verifier, which finds an intent without an outcome.
  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    provider.close();
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void a_request_is_read_as_one_or_refused(Hazard hazard) throws Exception {
    CLOCK.pass(Duration.ofMinutes(1));
    int calls = provider.requests().size();
    long permitted = permitted();
    int traces = traces();
    String expected = hazard.expected().getFirst();

    String outcome = send(hazard.lines());

    if (expected.equals("refused")) assertThat(outcome).matches("4..|reset|goaway|closed");
    else assertThat(outcome).isEqualTo(expected);
    int forwarded = expected.equals("200") ? 1 : 0;
    assertThat(gateway.call(Running.get("/nowhere")).status()).isEqualTo(404);
    assertThat(permitted()).isEqualTo(permitted + forwarded);
    assertThat(provider.requests()).hasSize(calls + forwarded);
    Running.await(() -> traces() > traces + 1);
    if (forwarded == 1) assertThatItIsOurs(provider.requests().getLast());
  }

  private static void assertThatItIsOurs(String request) {
    assertThat(request)
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
        .endsWith("\r\n\r\n" + Hazard.HI)
        .containsIgnoringCase("\r\ncontent-length: " + Hazard.HI.length() + "\r\n")
        .doesNotContainIgnoringCase("transfer-encoding")
        .doesNotContain("smuggled", Running.SUPPORT.text());
  }

  private static String send(List<String> lines) throws IOException {
    var block = new ArrayList<byte[]>();
    var frames = new ArrayList<byte[]>();
    int last = lines.size() - 1;
    while (lines.get(last).isEmpty()) last--;
    for (int i = 0; i <= last; i++) {
      String line = lines.get(i);
      int flags = i == last ? RawH2.END_STREAM : 0;
      if (line.startsWith("DATA ")) {
        if (!block.isEmpty()) frames.add(headers(block, 0));
        frames.add(RawH2.encoded(RawH2.DATA, flags, 1, Hazard.bytes(line.substring(5))));
      } else if (!line.equals("TRAILERS")) {
        int colon = line.indexOf(": ", 1);
        block.add(Hazard.bytes(line.substring(0, colon)));
        block.add(Hazard.bytes(line.substring(colon + 2)));
        if (i == last) frames.add(headers(block, flags));
      }
    }
    try (var client = new RawH2(gateway.port(), WAIT_MILLIS)) {
      for (byte[] frame : frames) client.bytes(frame);
      return client.outcome(1);
    } catch (SocketTimeoutException silence) {
      return "silence";
    }
  }

  private static byte[] headers(List<byte[]> block, int flags) {
    byte[] encoded = RawH2.encoded(RawH2.HEADERS, flags | RawH2.END_HEADERS, 1, RawH2.block(block));
    block.clear();
    return encoded;
  }

  private static int traces() {
    return gateway.traffic("intent").size() + gateway.traffic("turned-away").size();
  }

  private static long permitted() {
    return gateway.traffic("intent").stream()
        .filter(intent -> intent.text("verdict").orElse("").equals("permit"))
        .count();
  }
}
