package probity.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import probity.gateway.upstream.Origin;

/// A receiver of webhooks on loopback that answers as it is told to, and keeps what came.
public final class FakeReceiver implements AutoCloseable {
  private final HttpServer server;
  private final IntUnaryOperator statuses;
  private final BlockingQueue<Came> came = new LinkedBlockingQueue<>();
  private final List<Came> all = new CopyOnWriteArrayList<>();

  /// One request as it came.
  public record Came(
      String path, String type, String id, long seconds, String signature, String body) {}

  /// @param statuses what is answered to the request of this number, from 0; a negative one never
  ///   answers
  public FakeReceiver(IntUnaryOperator statuses) throws IOException {
    this(0, statuses);
  }

  /// At one port.
  FakeReceiver(int port, IntUnaryOperator statuses) throws IOException {
    this.statuses = statuses;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var one =
          new Came(
              exchange.getRequestURI().toString(),
              header(exchange, "content-type"),
              header(exchange, "webhook-id"),
              Long.parseLong(header(exchange, "webhook-timestamp")),
              header(exchange, "webhook-signature"),
              body);
      all.add(one);
      int status = statuses.applyAsInt(all.size() - 1);
      came.add(one);
      if (status < 0) Thread.sleep(60_000);
      if (status >= 300 && status < 400) {
        exchange
            .getResponseHeaders()
            .set("location", "http://127.0.0.1:" + origin().port() + "/elsewhere");
      }
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  public Origin origin() {
    return new Origin(false, "127.0.0.1", server.getAddress().getPort());
  }

  /// The next request; waits for it.
  public Came next() throws InterruptedException {
    return Optional.ofNullable(came.poll(20, TimeUnit.SECONDS))
        .orElseThrow(() -> new AssertionError("nothing came"));
  }

  /// All that came so far.
  public List<Came> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
