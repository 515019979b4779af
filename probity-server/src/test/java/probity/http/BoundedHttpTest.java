package probity.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BoundedHttpTest {
  private static final int CONNECTIONS = 8;
  private static final int WAIT_MILLIS = 20_000;

  private static Process process;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.httpserver.maxConnections=" + CONNECTIONS,
                "-Dsun.net.httpserver.maxReqHeaderSize=2048",
                "-Dsun.net.httpserver.maxReqTime=1",
                "-Dsun.net.httpserver.maxRspTime=2",
                "-cp",
                System.getProperty("java.class.path"),
                TightServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    port = Integer.parseInt(new BufferedReader(out).readLine());
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }

  private static Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(WAIT_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /// What comes until the server closes.
  private static String rest(Socket socket) {
    var read = new StringBuilder();
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = socket.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        // Of an endless body the beginning is enough.
        if (read.length() < buffer.length) read.append(new String(buffer, 0, n, ISO_8859_1));
      }
    } catch (SocketException reset) {
      read.append("<reset>");
    } catch (IOException e) {
      throw new AssertionError("after " + read.length() + " bytes", e);
    }
    return read.toString();
  }

  private static String call(String request) throws IOException {
    try (var socket = connect()) {
      send(socket, request);
      return rest(socket);
    }
  }

  @Test
  void a_request_reaches_the_handler_as_it_came() throws IOException {
    String reply =
        call(
            "POST /a%2fb//..?q=1 HTTP/1.1\r\nhost: x\r\nX-A: 1\r\nx-a: 2\r\nconnection: close\r\n"
                + "content-length: 3\r\n\r\nabc");

    assertThat(reply)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\nPOST /a%2fb//..?q=1 1, 2 abc");
  }

  @Test
  void head_is_get_without_the_body() throws IOException {
    String reply = call("HEAD /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

    assertThat(reply).containsIgnoringCase("content-length: 9\r\n").endsWith("\r\n\r\n");
  }

  @Test
  void a_body_over_the_bound_is_refused_and_ends_the_connection() throws IOException {
    String head = "POST /a HTTP/1.1\r\nhost: x\r\n";
    String fits = call(head + "connection: close\r\ncontent-length: 100\r\n\r\n" + "x".repeat(100));
    String over = call(head + "content-length: 101\r\n\r\n" + "x".repeat(101));
    String chunked =
        call(head + "transfer-encoding: chunked\r\n\r\n65\r\n" + "x".repeat(101) + "\r\n0\r\n\r\n");

    assertThat(fits).startsWith("HTTP/1.1 200 ");
    assertThat(over).startsWith("HTTP/1.1 413 ").contains("a body of at most 100 bytes");
    assertThat(chunked).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void a_head_over_the_bound_is_not_answered() throws IOException {
    assertThat(call("GET /" + "a".repeat(3_000) + " HTTP/1.1\r\nhost: x\r\n\r\n"))
        .isIn("", "<reset>");
    assertThat(call("GET / HTTP/1.1\r\nx: " + "a".repeat(3_000) + "\r\n\r\n")).isIn("", "<reset>");
  }

  @Test
  void a_handler_that_throws_is_answered_500_without_its_message() throws IOException {
    String reply = call("GET /throws HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

    assertThat(reply).startsWith("HTTP/1.1 500 ").doesNotContain("of the test");
  }

  @Test
  void a_body_that_ends_early_breaks_the_connection_off() throws IOException {
    String reply = call("GET /short HTTP/1.1\r\nhost: x\r\n\r\n");

    assertThat(reply.length() - reply.indexOf("\r\n\r\n")).isLessThan(1000);
  }

  @Test
  void slow_writers_and_slow_readers_are_cut_off_and_leave_room() throws IOException {
    var held = new ArrayList<Socket>();
    for (int i = 0; i < CONNECTIONS - 2; i++) {
      var socket = connect();
      held.add(socket);
      if (i % 2 == 0) {
        send(socket, "GET / HTTP/1.1\r\nhost:");
      } else {
        // Never read: it fills the socket's buffers and stops there.
        send(socket, "GET /endless HTTP/1.1\r\nhost: x\r\n\r\n");
      }
    }

    // Each is closed by the server; more than its connections come and go meanwhile.
    for (Socket socket : held) rest(socket);
    for (int i = 0; i < 3 * CONNECTIONS; i++) {
      assertThat(call("GET /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
    for (Socket socket : held) socket.close();
  }

  @Test
  void a_connection_too_many_is_closed_at_once() throws IOException {
    var held = new ArrayList<Socket>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) held.add(connect());

      assertThat(answered(held) + answered(List.of(connect()))).isLessThanOrEqualTo(CONNECTIONS);
      try (var one = connect()) {
        assertThat(rest(one)).isIn("", "<reset>");
      }
    } finally {
      for (Socket socket : held) socket.close();
    }
  }

  private static int answered(List<Socket> sockets) throws IOException {
    int count = 0;
    for (Socket socket : sockets) {
      try {
        send(socket, "GET /a HTTP/1.1\r\nhost: x\r\n\r\n");
        if (socket.getInputStream().read() == 'H') count++;
      } catch (SocketException reset) {
        // Closed before it was asked.
      }
    }
    return count;
  }
}
