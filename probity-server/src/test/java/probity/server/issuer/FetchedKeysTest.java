package probity.server.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.http.PinnedPost;
import probity.identity.KeySet;

class FetchedKeysTest {
  private static final String ISSUER = "https://login.example";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-11-25T09:00:00Z"));
  private final InstantSource clock = time::get;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<String> document = new AtomicReference<>(document("one"));
  private HttpServer server;
  private FetchedKeys keys;

  FetchedKeysTest() throws IOException, NoSuchAlgorithmException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = document.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    var origin = new Origin(false, "127.0.0.1", server.getAddress().getPort());
    var http =
        new PinnedPost(
            new EgressPolicy(Set.of(origin), Set.of("127.0.0.1")),
            SSLContext.getDefault(),
            Duration.ofSeconds(5),
            KeySet.BYTES_MAX);
    keys =
        new FetchedKeys(Map.of(ISSUER, () -> http.get(origin, "/keys", "application/json")), clock);
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static String document(String... ids) {
    var out = new StringBuilder("{\"keys\":[");
    for (String id : ids) {
      try {
        var key = new ECKeyGenerator(Curve.P_256).keyID(id).generate().toPublicJWK();
        out.append(out.length() > 9 ? "," : "").append(key.toJSONString());
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
    }
    return out + "]}";
  }

  private void pass(Duration span) {
    time.updateAndGet(now -> now.plus(span));
  }

  private void refresh() throws InterruptedException {
    var done = new CountDownLatch(1);
    keys.refresh(ISSUER, done::countDown);
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private int size() {
    return keys.of(ISSUER).map(KeySet::size).orElse(0);
  }

  @Test
  void keys_are_fetched_at_most_once_a_minute() throws Exception {
    assertThat(size()).isZero();
    for (int i = 0; i < 10; i++) refresh();
    assertThat(asked).hasValue(1);
    assertThat(size()).isEqualTo(1);

    document.set(document("one", "two"));
    pass(MINUTE.minusMillis(1));
    refresh();
    assertThat(size()).isEqualTo(1);

    pass(Duration.ofMillis(1));
    refresh();
    assertThat(asked).hasValue(2);
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void keys_stay_a_day_when_they_cannot_be_fetched_and_no_longer() throws Exception {
    refresh();
    document.set("{\"keys\":[]}");

    pass(FetchedKeys.STALE_AFTER.minusMillis(1));
    refresh();
    assertThat(asked).hasValue(2);
    assertThat(size()).isEqualTo(1);

    pass(Duration.ofMillis(1));
    assertThat(size()).isZero();
    document.set(document("one"));
    pass(MINUTE);
    refresh();
    assertThat(size()).isEqualTo(1);
  }

  @Test
  void a_clock_that_is_set_back_makes_no_keys_last_longer() throws Exception {
    refresh();
    pass(Duration.ofDays(-30));

    assertThat(size()).isZero();
    refresh();
    assertThat(asked).hasValue(2);
    assertThat(size()).isEqualTo(1);
  }

  @Test
  void many_that_ask_at_once_wait_for_one_fetch() throws Exception {
    var done = new CountDownLatch(200);
    for (int i = 0; i < 200; i++) keys.refresh(ISSUER, done::countDown);

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(asked).hasValue(1);
  }

  @Test
  void those_beyond_the_bound_do_not_wait() throws Exception {
    var release = new CountDownLatch(1);
    var slow =
        new FetchedKeys(
            Map.of(
                ISSUER,
                () -> {
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return new PinnedPost.Posted.Failed("late");
                }),
            clock);
    var done = new AtomicInteger();

    for (int i = 0; i < 300; i++) slow.refresh(ISSUER, done::incrementAndGet);
    assertThat(done).hasValue(300 - 256);
    release.countDown();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (done.get() < 300 && System.nanoTime() < deadline) Thread.sleep(5);
    assertThat(done).hasValue(300);
  }

  @Test
  void nobody_waits_for_an_issuer_that_is_not_configured() {
    var done = new AtomicInteger();

    keys.refresh("https://other.example", done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(keys.of("https://other.example")).isEmpty();
  }
}
