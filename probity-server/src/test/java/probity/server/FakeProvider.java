package probity.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;

/// A model provider on plain sockets. Each request is answered by the next script of the test, or
/// with [#HELLO] where there is none, and is kept as it came.
final class FakeProvider implements AutoCloseable {
  static final String HELLO = json(200, completion("hello"));
  static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  static final String DONE = chunk("data: [DONE]\n\n");
  static final String END = "0\r\n\r\n";

  private static final int WAIT_MILLIS = 20_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

  private final ServerSocket listening;
  private final LinkedBlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
  private final CopyOnWriteArrayList<String> requests = new CopyOnWriteArrayList<>();

  private FakeProvider(ServerSocket listening) {
    this.listening = listening;
  }

  static FakeProvider start() throws IOException {
    var provider = new FakeProvider(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    var _ = Thread.ofVirtual().start(provider::accept);
    return provider;
  }

  int port() {
    return listening.getLocalPort();
  }

  /// All requests so far, head and body.
  List<String> requests() {
    return List.copyOf(requests);
  }

  private interface Script {
    void run(Talk talk) throws IOException;
  }

  /// What a test does with a request; what it gives back, or throws, the test can wait for.
  interface Answer<T> {
    T to(Talk talk) throws Exception;
  }

  <T> CompletableFuture<T> answer(Answer<T> answer) {
    var result = new CompletableFuture<T>();
    scripts.add(talk -> {
      try {
        result.complete(answer.to(talk));
      } catch (Exception | AssertionError e) {
        result.completeExceptionally(e);
        talk.close();
      }
    });
    return result;
  }

  /// Answers the next request with `parts`, one after the other.
  void answer(String... parts) {
    var _ =
        answer(talk -> {
          for (String part : parts) talk.send(part);
          return true;
        });
  }

  /// Answers the next request with `part`, and hangs up.
  void answerAndHangUp(String part) {
    var _ =
        answer(talk -> {
          talk.send(part);
          talk.close();
          return true;
        });
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
      socket.setSoTimeout(WAIT_MILLIS);
      var in = new BufferedInputStream(socket.getInputStream());
      while (!socket.isClosed()) {
        var talk = new Talk(socket, in, read(in));
        requests.add(talk.request());
        var script = scripts.poll();
        if (script == null) talk.send(HELLO);
        else script.run(talk);
      }
    } catch (IOException gone) {
      // The gateway closed its connection; a test that cares waits for it in its script.
    }
  }

  private static String read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) throw new EOFException();
      head.write(next);
    }
    var length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return head.toString(StandardCharsets.UTF_8) + new String(body, StandardCharsets.UTF_8);
  }

  /// One request and the connection that it came on.
  record Talk(Socket socket, InputStream in, String request) {
    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    void close() throws IOException {
      socket.close();
    }

    /// Waits until the gateway closes the connection.
    boolean closedByGateway() throws IOException {
      try {
        return in.read() < 0;
      } catch (SocketException reset) {
        return true;
      }
    }
  }

  /// An answer of JSON; `headers` are whole lines.
  static String json(int status, String body, String... headers) {
    return answer(status, "application/json", body, headers);
  }

  static String answer(int status, String type, String body, String... headers) {
    var out = new StringBuilder("HTTP/1.1 " + status + " x\r\nContent-Type: " + type + "\r\n");
    for (String header : headers) out.append(header).append("\r\n");
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return out.append("Content-Length: " + length + "\r\n\r\n").append(body).toString();
  }

  /// A unary answer that says `content`, which is JSON inside quotes.
  static String completion(String content) {
    return "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
        + content
        + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}";
  }

  /// A unary answer that asks for tools, each `name` with the arguments `{}`.
  static String toolCalls(String... names) {
    var calls = new StringBuilder();
    for (String name : names) {
      calls
          .append(calls.isEmpty() ? "" : ",")
          .append("{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"")
          .append(name)
          .append("\",\"arguments\":\"{}\"}}");
    }
    return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
        + calls
        + "]},\"finish_reason\":\"tool_calls\"}]}";
  }

  /// An event that says `content`.
  static String said(String content) {
    return event("{\"content\":\"" + content + "\"}", "null");
  }

  /// An event that asks for tool number `index`.
  static String asked(int index, String name) {
    return event(
        "{\"tool_calls\":[{\"index\":"
            + index
            + ",\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\""
            + name
            + "\",\"arguments\":\"{}\"}}]}",
        "null");
  }

  static String finished(String reason) {
    return event("{}", "\"" + reason + "\"");
  }

  private static String event(String delta, String finish) {
    return chunk(
        "data: {\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + finish
            + "}]}\n\n");
  }

  /// One chunk of a chunked body.
  static String chunk(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return Integer.toHexString(length).toUpperCase(Locale.ROOT) + "\r\n" + text + "\r\n";
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
