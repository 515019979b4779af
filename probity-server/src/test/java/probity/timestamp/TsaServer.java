package probity.timestamp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import org.bouncycastle.tsp.TimeStampRequest;

/// Answers timestamp queries over real sockets, as the test wants them answered.
final class TsaServer implements AutoCloseable {
  /// Writes the whole answer, head included.
  interface Behaviour {
    void answer(byte[] query, OutputStream out) throws Exception;
  }

  private final ServerSocket listener;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour;

  TsaServer(ServerSocketFactory sockets, Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.listener = sockets.createServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(this::accept);
  }

  TsaServer(Behaviour behaviour) throws IOException {
    this(ServerSocketFactory.getDefault(), behaviour);
  }

  /// Grants every request.
  static Behaviour granting(TestTsa tsa) {
    return (query, out) -> reply(out, tsa.grant(new TimeStampRequest(query)).getEncoded());
  }

  static void reply(OutputStream out, byte[] body) throws IOException {
    write(out, head("200 OK", "content-length: " + body.length));
    out.write(body);
  }

  static String head(String status, String... lines) {
    return "HTTP/1.1 "
        + status
        + "\r\ncontent-type: application/timestamp-reply\r\n"
        + String.join("\r\n", lines)
        + "\r\n\r\n";
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  void behave(Behaviour other) {
    behaviour = other;
  }

  int port() {
    return listener.getLocalPort();
  }

  /// The heads of all requests so far.
  List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = socket.getInputStream();
      String head = readHead(in);
      heads.add(head);
      int length =
          head.lines()
              .filter(line -> line.startsWith("content-length: "))
              .mapToInt(line -> Integer.parseInt(line.substring(16)))
              .sum();
      byte[] query = in.readNBytes(length);
      behaviour.answer(query, socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (Exception gone) {
      // The client left, which is what some tests are about.
    }
  }

  private static String readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) throw new IOException("no request");
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
