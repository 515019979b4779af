package probity.canary;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import probity.evidence.Evidence;
import probity.evidence.TurnedAway;
import probity.exchange.Purpose;
import probity.gateway.BundleInForce;
import probity.gateway.Contents;
import probity.gateway.Counters;
import probity.gateway.ExchangeIds;
import probity.gateway.Gateway;
import probity.gateway.Grants;
import probity.gateway.Listener;
import probity.gateway.upstream.CallTimeouts;
import probity.gateway.upstream.Connections;
import probity.policy.Canary;
import probity.policy.Route;
import probity.source.Sources;

/// The path of an exchange for canaries alone: the gateway that traffic has, behind a listener of
/// its own on loopback and with the [Sink] in the place of every provider.
///
/// Purpose, callers, counters and upstream are those of this gateway and of no other. So nothing
/// that traffic sends can have the purpose `canary`, and nothing that a canary sends can reach a
/// provider or count as traffic, whatever the rules say. It has no reviews, and tells no channel.
final class Passage implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int ANSWER_BYTES_MAX = 1 << 20;
  private static final CallTimeouts TIMEOUTS =
      new CallTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));

  private final Sink sink;
  private final Tap tap;
  private final Counters counters;
  private final Gateway gateway;
  private final Listener listener;
  private final HttpClient client;

  private Passage(Sink sink, Tap tap, Counters counters, Gateway gateway, Listener listener) {
    this.sink = sink;
    this.tap = tap;
    this.counters = counters;
    this.gateway = gateway;
    this.listener = listener;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUTS.connect())
            .build();
  }

  /// @param inForce the bundle that decides on traffic, with the callers of its canaries
  /// @throws IOException if loopback has no port left
  static Passage open(
      Surroundings around, Supplier<Optional<BundleInForce>> inForce, String credential)
      throws IOException {
    var sink = Sink.open(credential);
    var tap = new Tap(around.ledger());
    var upstreams = sink.upstreams();
    var counters = new Counters();
    var gateway =
        new Gateway(
            inForce,
            new Evidence(tap, around.vault()),
            around.ledger(),
            new TurnedAway(),
            new Connections(around.transport(), upstreams, TIMEOUTS, around.limits().headerBytes()),
            upstreams,
            around.pool(),
            around.limits(),
            Purpose.CANARY,
            around.clock(),
            new ExchangeIds(around.clock(), around.random()),
            // That witnesses are late holds traffic up; what leaves nobody's hands may go on.
            () -> 0,
            counters,
            Grants.NONE,
            Contents.NONE,
            // What rules of traffic want told is not told of what is no traffic.
            (_, _, _, _) -> {},
            Sources.NONE);
    MultiThreadIoEventLoopGroup loops = around.transport().loops(1);
    try {
      var listener =
          Listener.open(
              new InetSocketAddress(InetAddress.ofLiteral(HOST), 0),
              around.transport(),
              loops,
              gateway,
              around.limits(),
              around.clock(),
              Optional.empty());
      return new Passage(sink, tap, counters, gateway, listener);
    } catch (RuntimeException e) {
      loops.shutdownGracefully().awaitUninterruptibly();
      sink.close();
      throw new IOException("no port on loopback for canaries", e);
    }
  }

  /// Sends a canary as a client would, and says what came of it. One at a time.
  ///
  /// @param key of its caller
  Run send(Canary canary, Route route, String key) throws InterruptedException {
    sink.expect(canary, route);
    tap.clear();
    // One canary shall not use up what another is allowed.
    counters.clear();
    var answer = ask(canary, route, key);
    return new Run(tap.written(), sink.taken(), answer);
  }

  private Optional<String> ask(Canary canary, Route route, String key) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://" + HOST + ":" + listener.port() + route.examplePath()))
            .timeout(LONGEST)
            .header("authorization", "Bearer " + key);
    if (!canary.request().isEmpty()) request.header("content-type", "application/json");
    request.method(
        canary.method(),
        canary.request().isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(canary.request()));
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return Optional.of(new String(body.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Where its listener is; whoever has no credential of a canary is turned away there.
  int port() {
    return listener.port();
  }

  /// Writes what is due of those who were turned away.
  void everyMinute() {
    gateway.everyMinute();
  }

  @Override
  public void close() {
    client.shutdownNow();
    listener.close();
    sink.close();
  }
}
