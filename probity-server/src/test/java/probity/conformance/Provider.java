package probity.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A provider on plain sockets. The ticket in a request says which answer it gets.
final class Provider implements AutoCloseable {
  /// How long a piece waits for the one before it to be taken.
  static final int PAUSE_MILLIS = 1;

  private static final Pattern TICKET = Pattern.compile("t[0-9]{9}x");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");
  private static final List<byte[]> OTHERWISE =
      List.of(
          bytes("HTTP/1.1 400 x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));

  private final ServerSocket listening;
  private final Map<String, List<byte[]>> answers = new ConcurrentHashMap<>();
  private final Map<String, String> received = new ConcurrentHashMap<>();

  private Provider(ServerSocket listening) {
    this.listening = listening;
  }

  static Provider start() throws IOException {
    var provider = new Provider(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    var _ = Thread.ofVirtual().start(provider::accept);
    return provider;
  }

  int port() {
    return listening.getLocalPort();
  }

  /// Answers the request with `ticket` in these pieces.
  void answer(String ticket, List<byte[]> pieces) {
    answers.put(ticket, pieces);
  }

  /// The request with `ticket`, once.
  Optional<String> taken(String ticket) {
    answers.remove(ticket);
    return Optional.ofNullable(received.remove(ticket));
  }

  private void accept() {
    while (true) {
      try {
        var socket = listening.accept();
        var _ = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        String request = read(in);
        var ticket = TICKET.matcher(request);
        if (!ticket.find()) return;
        received.put(ticket.group(), request);
        send(socket, answers.getOrDefault(ticket.group(), OTHERWISE));
      }
    } catch (IOException gone) {
      // The gateway closed its connection.
    }
  }

  /// Sends pieces one after the other, each on its own.
  static void send(Socket socket, List<byte[]> pieces) throws IOException {
    var out = socket.getOutputStream();
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0) pause();
      out.write(pieces.get(i));
      out.flush();
    }
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int last = 0;
    while (last != 0x0d0a0d0a) {
      int next = in.read();
      if (next < 0) throw new EOFException();
      head.write(next);
      last = last << 8 | next;
    }
    String lines = head.toString(StandardCharsets.ISO_8859_1);
    var length = LENGTH.matcher(lines);
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return lines + new String(body, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
