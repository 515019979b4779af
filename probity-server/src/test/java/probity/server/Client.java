package probity.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import probity.ledger.Json;

/// An HTTP client that sends whatever bytes a test gives it, well-formed or not.
public final class Client implements AutoCloseable {
  private static final int WAIT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  public Client(int port) throws IOException {
    this(port, WAIT_MILLIS);
  }

  /// @param waitMillis how long it waits for a byte
  Client(int port, int waitMillis) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(waitMillis);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// What came back. `whole` says whether it ended by its own framing; status 0 stands for a
  /// connection that was closed without an answer.
  public record Reply(int status, Map<String, String> headers, String body, boolean whole) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /// The id of the exchange's record.
    public String record() {
      return header("x-probity-record");
    }

    /// A member of the error object.
    String error(String member) {
      return Json.parseCanonicalObject(body)
          .orThrow()
          .object("error")
          .flatMap(error -> error.text(member))
          .orElse("");
    }
  }

  Client send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  public Client send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /// Says that nothing more will be sent.
  Client finish() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /// Reads one reply.
  public Reply reply() throws IOException {
    var headers = new TreeMap<String, String>();
    String first = line();
    if (first.isEmpty()) return new Reply(0, headers, "", false);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(first.split(" ", -1)[1]);
    if (headers.containsKey("transfer-encoding")) return chunked(status, headers);
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    return new Reply(
        status, headers, new String(body, StandardCharsets.UTF_8), body.length == length);
  }

  private Reply chunked(int status, Map<String, String> headers) {
    var body = new ByteArrayOutputStream();
    boolean whole = false;
    try {
      while (!whole) {
        String size = line();
        if (size.isEmpty()) break;
        int length = Integer.parseInt(size, 16);
        body.writeBytes(in.readNBytes(length));
        whole = in.read() == '\r' && in.read() == '\n' && length == 0;
      }
    } catch (IOException reset) {
      whole = false;
    }
    return new Reply(status, headers, body.toString(StandardCharsets.UTF_8), whole);
  }

  /// Reads on until `text` has come; gives all that was read.
  String until(String text) throws IOException {
    var read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) throw new IOException("closed before `" + text + "` came");
      read.append((char) next);
    }
    return read.toString();
  }

  /// Whether anything has come that was not read.
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /// Waits for the gateway to close the connection; false where it sends something instead.
  boolean closedByGateway() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (next != '\r') line.write(next);
      }
    } catch (SocketException reset) {
      return "";
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
