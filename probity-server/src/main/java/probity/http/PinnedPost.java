package probity.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;

/// One `POST` or `GET` of HTTP/1.1 on a connection of its own, by the rules of [EgressPolicy]: it
/// connects to an address that was checked and resolves no more, which clients that take a URL
/// cannot promise.
///
/// Redirects are not followed. Blocks: for virtual threads.
public final class PinnedPost {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final EgressPolicy egress;
  private final SSLContext tls;
  private final Duration longest;
  private final int answerBytesMax;

  /// @param longest from the first address tried to the last byte of the answer
  public PinnedPost(EgressPolicy egress, SSLContext tls, Duration longest, int answerBytesMax) {
    this.egress = egress;
    this.tls = tls;
    this.longest = longest;
    this.answerBytesMax = answerBytesMax;
  }

  /// An answer, whatever its status, or why there is none.
  public sealed interface Posted {
    record Answered(HttpAnswer answer) implements Posted {}

    record Failed(String detail) implements Posted {}
  }

  /// Sends `body` of media type `type`; never throws for what the other side does.
  public Posted post(Origin origin, String path, String type, String accepted, byte[] body) {
    return post(origin, path, type, accepted, Map.of(), body);
  }

  /// Sends `body` with further headers.
  ///
  /// @param headers names and values of our own making: they are written as they are
  public Posted post(
      Origin origin,
      String path,
      String type,
      String accepted,
      Map<String, String> headers,
      byte[] body) {
    return send(origin, head(origin, path, type, accepted, headers, body.length), body);
  }

  /// Asks for what is at `path`; never throws for what the other side does.
  public Posted get(Origin origin, String path, String accepted) {
    return send(
        origin,
        lines(
            "GET " + path + " HTTP/1.1",
            "host: " + origin.authority(),
            "accept: " + accepted,
            "connection: close"),
        new byte[0]);
  }

  private Posted send(Origin origin, byte[] head, byte[] body) {
    return switch (egress.resolve(origin)) {
      case EgressPolicy.Resolved.Forbidden(var reason) -> new Posted.Failed(reason);
      case EgressPolicy.Resolved.NotFound(var reason) -> new Posted.Failed(reason);
      case EgressPolicy.Resolved.Allowed(var addresses) -> exchange(origin, addresses, head, body);
    };
  }

  private static byte[] head(
      Origin origin,
      String path,
      String type,
      String accepted,
      Map<String, String> headers,
      int length) {
    var lines = new ArrayList<String>();
    lines.add("POST " + path + " HTTP/1.1");
    lines.add("host: " + origin.authority());
    lines.add("content-type: " + type);
    lines.add("accept: " + accepted);
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    lines.add("content-length: " + length);
    lines.add("connection: close");
    return lines(lines.toArray(String[]::new));
  }

  private static byte[] lines(String... lines) {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private Posted exchange(
      Origin origin, List<InetSocketAddress> addresses, byte[] head, byte[] body) {
    var late = new AtomicBoolean();
    long until = System.nanoTime() + longest.toNanos();
    try (var socket = connect(addresses, until)) {
      var watch = Thread.ofVirtual().start(() -> closeLate(socket, late, until));
      try {
        Socket secure = origin.tls() ? secure(socket, origin) : socket;
        OutputStream out = secure.getOutputStream();
        out.write(head);
        out.write(body);
        out.flush();
        return new Posted.Answered(HttpAnswer.read(secure.getInputStream(), answerBytesMax));
      } finally {
        watch.interrupt();
      }
    } catch (IOException e) {
      return new Posted.Failed(late.get() ? "no whole answer within " + longest : reason(e));
    }
  }

  /// One bound over all that goes on: one for each read could be renewed by sending drops.
  private static void closeLate(Socket socket, AtomicBoolean late, long until) {
    try {
      Thread.sleep(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
      late.set(true);
      socket.close();
    } catch (InterruptedException | IOException over) {
      // The exchange ended before.
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case ProtocolException malformed -> "its answer cannot be read: " + malformed.getMessage();
      case SSLException _ ->
          "tls failed: its certificate must be for its host and by an authority that is trusted";
      default -> "the connection failed (" + e.getClass().getSimpleName() + ")";
    };
  }

  /// Tries one address after the other; all of them were checked.
  private static Socket connect(List<InetSocketAddress> addresses, long until) throws IOException {
    IOException last = new IOException("no address");
    for (InetSocketAddress address : addresses) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) break;
      var socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(address, (int) Math.min(CONNECT.toMillis(), left));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  private Socket secure(Socket socket, Origin origin) throws IOException {
    var secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, origin.host(), origin.port(), true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }
}
