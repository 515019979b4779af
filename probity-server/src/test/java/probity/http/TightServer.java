package probity.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import probity.exchange.Bytes;

/// A [BoundedHttp] in a process of its own, because the JDK reads its bounds once in a process.
/// Prints its port, and ends when its input does.
final class TightServer {
  static final int BODY_BYTES_MAX = 100;
  static final long ENDLESS = 1L << 40;

  private TightServer() {}

  public static void main(String[] arguments) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server = BoundedHttp.open(loopback, BODY_BYTES_MAX, TightServer::answer)) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // Ends with its parent.
      }
    }
  }

  private static Reply answer(Request request) {
    return switch (request.target()) {
      case "/throws" -> throw new IllegalStateException("of the test");
      case "/endless" -> streamed(zeros(), ENDLESS);
      case "/short" -> streamed(new ByteArrayInputStream(new byte[10]), 1_000);
      default ->
          Reply.of(
              200,
              "text/plain",
              Bytes.utf8(
                  request.method()
                      + " "
                      + request.target()
                      + " "
                      + request.header("x-a").orElse("-")
                      + " "
                      + request.body().utf8()));
    };
  }

  private static Reply streamed(InputStream in, long length) {
    return new Reply(200, Map.of(), new Reply.Body.Streamed(in, length));
  }

  private static InputStream zeros() {
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }
    };
  }
}
