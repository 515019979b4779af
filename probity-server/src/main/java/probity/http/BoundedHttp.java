package probity.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.exchange.Bytes;

/// An HTTP/1.1 server of the JDK that no client can make large or slow.
///
/// At most [#CONNECTIONS_MAX] connections, each with at most one request at a time on a virtual
/// thread; one more is closed at once. A request has [#REQUEST_SECONDS] from its first byte to its
/// last, its head at most [#HEAD_BYTES_MAX] bytes; an answer has [#ANSWER_SECONDS] to be taken.
/// What exceeds these is closed without an answer. A body over the bound given at opening gets 413.
///
/// The JDK reads most of these from system properties, once in a process, when its server is first
/// used: they hold for all servers of the process. A property given on the command line wins.
public final class BoundedHttp implements AutoCloseable {
  public static final int CONNECTIONS_MAX = 256;
  public static final int HEAD_BYTES_MAX = 16 << 10;
  public static final int HEADERS_MAX = 64;
  public static final int REQUEST_SECONDS = 10;
  public static final int ANSWER_SECONDS = 60;
  public static final int IDLE_SECONDS = 30;

  private static final int STOP_SECONDS = 2;
  private static final int BUFFER = 16 << 10;
  private static final Logger LOG = Logger.getLogger(BoundedHttp.class.getName());

  private final HttpServer server;
  private final ExecutorService threads;

  /// Answers requests, many at a time. May block; one that throws is answered 500.
  @FunctionalInterface
  public interface Handler {
    Reply answer(Request request);
  }

  private BoundedHttp(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /// Listens at `address` (port 0: any free one) and answers from now on.
  ///
  /// @param bodyBytesMax the longest body of a request; 0 where none has one
  /// @throws IOException if the address cannot be had
  public static BoundedHttp open(InetSocketAddress address, int bodyBytesMax, Handler handler)
      throws IOException {
    setBounds();
    var server = HttpServer.create(address, CONNECTIONS_MAX);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(exchange, bodyBytesMax, handler));
    server.start();
    return new BoundedHttp(server, threads);
  }

  /// Sets the bounds for the JDK's servers of this process; for whoever uses one before [#open].
  public static void setBounds() {
    Map.of(
            "jdk.httpserver.maxConnections", CONNECTIONS_MAX,
            "sun.net.httpserver.maxIdleConnections", CONNECTIONS_MAX,
            "sun.net.httpserver.idleInterval", IDLE_SECONDS,
            "sun.net.httpserver.maxReqHeaders", HEADERS_MAX,
            "sun.net.httpserver.maxReqHeaderSize", HEAD_BYTES_MAX,
            "sun.net.httpserver.maxReqTime", REQUEST_SECONDS,
            "sun.net.httpserver.maxRspTime", ANSWER_SECONDS)
        .forEach((name, value) -> setUnlessGiven(name, value.toString()));
    // A small answer is two writes: with Nagle's algorithm it waits for the client's delayed ACK.
    setUnlessGiven("sun.net.httpserver.nodelay", "true");
  }

  private static void setUnlessGiven(String name, String value) {
    if (System.getProperty(name) == null) System.setProperty(name, value);
  }

  public String host() {
    return server.getAddress().getHostString();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void serve(HttpExchange exchange, int bodyBytesMax, Handler handler)
      throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(bodyBytesMax + 1);
      boolean tooLong = body.length > bodyBytesMax;
      var reply =
          tooLong
              ? Reply.text(413, "a body of at most " + bodyBytesMax + " bytes was expected")
              : answer(handler, request(exchange, Bytes.wrap(body)));
      // What is left of the body would be read as the next request.
      if (tooLong) exchange.getResponseHeaders().set("connection", "close");
      send(exchange, reply);
    }
  }

  private static Request request(HttpExchange exchange, Bytes body) {
    var headers = new HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    String method = exchange.getRequestMethod();
    return new Request(
        method.equals("HEAD") ? "GET" : method, exchange.getRequestURI().toString(), headers, body);
  }

  private static Reply answer(Handler handler, Request request) {
    try {
      return handler.answer(request);
    } catch (RuntimeException e) {
      // Neither target nor message: they may hold what a client wrote.
      LOG.log(Level.WARNING, "a request failed: {0}", e.getClass().getName());
      return Reply.text(500, "the request failed");
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    switch (reply.body()) {
      case Reply.Body.Whole(var bytes) -> {
        if (head(exchange, reply.status(), bytes.length())) {
          exchange.getResponseBody().write(bytes.array());
        }
      }
      case Reply.Body.Streamed(var in, var length) -> {
        try (in) {
          if (head(exchange, reply.status(), length)) copy(in, length, exchange.getResponseBody());
        }
      }
    }
  }

  /// Sends the head; whether a body follows.
  private static boolean head(HttpExchange exchange, int status, long length) throws IOException {
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || status == 304;
    if (bodiless && status != 304) {
      exchange.getResponseHeaders().set("content-length", Long.toString(length));
    }
    // For the JDK, -1 says that there is no body; 0 would say that its length is unknown.
    exchange.sendResponseHeaders(status, bodiless || length == 0 ? -1 : length);
    return !bodiless && length > 0;
  }

  private static void copy(InputStream in, long length, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) throw new IOException("a body ended " + left + " bytes early");
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /// Takes no more requests, and gives those that are open two seconds.
  @Override
  public void close() {
    server.stop(STOP_SECONDS);
    threads.shutdownNow();
  }
}
