package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import probity.exchange.Bytes;

/// Frames of HTTP/2 that break the protocol or cost more than they bring (RFC 9113 section 10.5):
/// the connection ends, or nothing comes of them, and others are served meanwhile.
class Http2FloodTest {
  private static final int WAIT_MILLIS = 10_000;
  private static final byte[] NOTHING = {};

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    gateway = Running.start(data, provider);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    provider.close();
  }

  /// @param ends what becomes of stream 1, words parted by `|`
  record Flood(String what, String ends, List<Bytes> frames) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Flood flood(String what, String ends, byte[]... frames) {
    return new Flood(what, ends, Stream.of(frames).map(Bytes::wrap).toList());
  }

  private static byte[] head(int stream, int flags) {
    return RawH2.encoded(RawH2.HEADERS, flags, stream, block());
  }

  private static byte[] block() {
    return RawH2.block(
        List.of(
                ":method",
                "POST",
                ":scheme",
                "http",
                ":path",
                "/v1/chat/completions",
                ":authority",
                "gateway",
                "authorization",
                "Bearer " + Running.SUPPORT.text())
            .stream()
            .map(text -> text.getBytes(StandardCharsets.US_ASCII))
            .toList());
  }

  private static byte[] many(int count, byte[]... frames) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) for (byte[] frame : frames) out.writeBytes(frame);
    return out.toByteArray();
  }

  private static byte[] resets(int count) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      out.writeBytes(head(3 + 2 * i, RawH2.END_HEADERS));
      out.writeBytes(RawH2.encoded(RawH2.RST_STREAM, 0, 3 + 2 * i, new byte[4]));
    }
    return out.toByteArray();
  }

  private static byte[] data(int flags, String text) {
    return RawH2.encoded(RawH2.DATA, flags, 1, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static final byte[] OPEN = head(1, RawH2.END_HEADERS);
  private static final byte[] MOST = {127, -1, -1, -1};

  static final List<Flood> FLOODS =
      List.of(
          flood("rapid reset", "goaway|closed", resets(300)),
          flood(
              "a head that goes on without end",
              "431|reset|goaway|closed",
              head(1, 0),
              many(20_000, RawH2.encoded(RawH2.CONTINUATION, 0, 1, NOTHING))),
          flood(
              "a head that goes on with much",
              "431|reset|goaway|closed",
              head(1, 0),
              many(200, RawH2.encoded(RawH2.CONTINUATION, 0, 1, block()))),
          flood(
              "data that is empty",
              "reset|goaway|closed",
              OPEN,
              many(20_000, RawH2.encoded(RawH2.DATA, 0, 1, NOTHING))),
          flood("headers without a stream's end, twice", "400|reset|goaway|closed", OPEN, OPEN),
          flood("data for no stream", "goaway|closed", data(RawH2.END_STREAM, "x")),
          flood(
              "data behind the end",
              "400|reset|goaway|closed",
              OPEN,
              data(RawH2.END_STREAM, "{}"),
              data(RawH2.END_STREAM, Hazard.INNER)),
          flood(
              "a stream of even number",
              "goaway|closed",
              head(2, RawH2.END_HEADERS | RawH2.END_STREAM)),
          flood("headers of stream 0", "goaway|closed", head(0, RawH2.END_HEADERS)),
          flood(
              "a promise of a client",
              "goaway|closed",
              OPEN,
              RawH2.encoded(RawH2.PUSH_PROMISE, RawH2.END_HEADERS, 1, new byte[] {0, 0, 0, 2})),
          flood(
              "a window over its bound",
              "reset|goaway|closed",
              OPEN,
              RawH2.encoded(RawH2.WINDOW_UPDATE, 0, 1, MOST)),
          flood(
              "the connection's window over its bound",
              "goaway|closed",
              RawH2.encoded(RawH2.WINDOW_UPDATE, 0, 0, MOST)),
          flood(
              "a window of nothing",
              "reset|goaway|closed",
              OPEN,
              RawH2.encoded(RawH2.WINDOW_UPDATE, 0, 1, new byte[4])),
          flood(
              "more data than the window has",
              "413|reset|goaway|closed",
              OPEN,
              many(8, data(0, "x".repeat(16_000)))),
          flood(
              "a frame over the bound",
              "reset|goaway|closed",
              OPEN,
              data(RawH2.END_STREAM, "x".repeat(17_000))),
          flood(
              "padding over the frame",
              "goaway|closed",
              OPEN,
              RawH2.encoded(RawH2.DATA, RawH2.PADDED, 1, new byte[] {9, 0})),
          flood(
              "a stream that depends on itself",
              "reset|goaway|closed",
              OPEN,
              RawH2.encoded(RawH2.PRIORITY, 0, 1, new byte[] {0, 0, 0, 1, 0})),
          flood(
              "settings of a broken size",
              "goaway|closed",
              RawH2.encoded(RawH2.SETTINGS, 0, 0, new byte[5])),
          flood(
              "settings beyond their bounds",
              "goaway|closed",
              RawH2.encoded(RawH2.SETTINGS, 0, 0, new byte[] {0, 4, -1, -1, -1, -1})),
          flood(
              "a head in which another frame stands",
              "goaway|closed",
              head(1, 0),
              RawH2.encoded(RawH2.PING, 0, 0, new byte[8])),
          flood(
              "a size that HPACK does not allow",
              "goaway|closed",
              RawH2.encoded(
                  RawH2.HEADERS, RawH2.END_HEADERS, 1, new byte[] {63, -1, -1, -1, -1, 15})),
          flood(
              "an index that HPACK does not have",
              "goaway|closed",
              RawH2.encoded(RawH2.HEADERS, RawH2.END_HEADERS, 1, new byte[] {-1, -1, -1, 15})),
          flood("a ping of a broken size", "goaway|closed", RawH2.encoded(6, 0, 0, NOTHING)),
          // A client that reads none of the replies to these is cut off, one that reads is served.
          flood(
              "pings without end",
              "200|goaway|closed",
              many(30_000, RawH2.encoded(RawH2.PING, 0, 0, new byte[8])),
              OPEN,
              data(RawH2.END_STREAM, Hazard.HI)),
          flood(
              "settings without end",
              "200|goaway|closed",
              many(30_000, RawH2.encoded(RawH2.SETTINGS, 0, 0, NOTHING)),
              OPEN,
              data(RawH2.END_STREAM, Hazard.HI)),
          flood(
              "frames of a type that nobody knows",
              "200",
              many(5000, RawH2.encoded(77, 0, 0, new byte[9])),
              OPEN,
              data(RawH2.END_STREAM, Hazard.HI)));

  @ParameterizedTest
  @FieldSource("FLOODS")
  void it_ends_or_nothing_comes_of_it_and_others_are_served(Flood flood) throws Exception {
    int calls = provider.requests().size();

    String ends;
    try (var client = new RawH2(gateway.port(), WAIT_MILLIS)) {
      var _ =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (Bytes frame : flood.frames()) client.bytes(frame.array());
                } catch (IOException cutOff) {
                  // What the test waits for.
                }
              });
      ends = client.outcome(1);
    } catch (SocketException cutOff) {
      ends = "closed";
    } catch (SocketTimeoutException silence) {
      ends = "silence";
    }

    assertThat(ends).matches(flood.ends());
    assertThat(provider.requests()).hasSize(calls + (ends.equals("200") ? 1 : 0));
    assertThat(gateway.call(Running.chat("hi", "")).status()).isEqualTo(200);
  }
}
