package probity.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.http.PinnedPost;

/// Webhooks over sockets, with receivers that do all that receivers do.
class WebhooksTest {
  private static final SigningKey KEY =
      SigningKey.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
  private static final Instant AT = Instant.parse("2026-11-25T09:00:00Z");
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Logger PACKAGE = Logger.getLogger("probity.webhook");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /// A clock that is a second later whenever it is asked.
  private final AtomicLong seconds = new AtomicLong(AT.getEpochSecond());

  private final InstantSource clock = () -> Instant.ofEpochSecond(seconds.getAndIncrement());

  @BeforeEach
  void listen() {
    PACKAGE.addHandler(handler);
  }

  @AfterEach
  void leave() {
    PACKAGE.removeHandler(handler);
  }

  private static Bounds bounds(int waiting, int attempts) {
    return new Bounds(
        waiting, attempts, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(20));
  }

  private Webhooks to(Origin origin, Bounds bounds, Duration longest, Set<String> privateHosts)
      throws Exception {
    var http =
        new PinnedPost(
            new EgressPolicy(Set.of(origin), privateHosts),
            SSLContext.getDefault(),
            longest,
            1 << 10);
    var receiver = new Receiver("ops", origin, "/hook", Optional.of(KEY), http);
    return Webhooks.start(List.of(receiver), bounds, clock, new SecureRandom());
  }

  private Webhooks to(Origin origin, Bounds bounds) throws Exception {
    return to(origin, bounds, PATIENT, Set.of("127.0.0.1"));
  }

  private static Message message(int number) {
    return new Message(
        "ops",
        new Message.Event.Decision("rule-" + number, "permit", "chat"),
        "RECORD" + number,
        "probity.example/acme/traffic",
        AT);
  }

  private static boolean isSigned(FakeReceiver.Came came) {
    byte[] body = came.body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return came.signature().equals(KEY.sign(came.id(), came.seconds(), body));
  }

  @Test
  void a_notification_is_ids_and_words_in_json() throws Exception {
    try (var receiver = new FakeReceiver(_ -> 204);
        var webhooks = to(receiver.origin(), bounds(10, 3))) {
      webhooks.post(message(1));

      var came = receiver.next();

      assertThat(came.path()).isEqualTo("/hook");
      assertThat(came.type()).isEqualTo("application/json");
      assertThat(came.id()).matches("msg_[0-9a-f]{32}");
      assertThat(came.body())
          .isEqualTo(
              "{\"data\":{\"channel\":\"ops\",\"log\":\"probity.example/acme/traffic\","
                  + "\"record\":\"RECORD1\",\"route\":\"chat\",\"rule\":\"rule-1\","
                  + "\"verdict\":\"permit\"},\"timestamp\":\"2026-11-25T09:00:00Z\","
                  + "\"type\":\"decision\"}");
    }
  }

  @Test
  void another_attempt_bears_the_same_id_and_body_and_its_own_time_and_signature()
      throws Exception {
    try (var receiver = new FakeReceiver(number -> number < 2 ? 500 : 200);
        var webhooks = to(receiver.origin(), bounds(10, 8))) {
      webhooks.post(message(1));
      webhooks.post(message(2));

      var first = receiver.next();
      var second = receiver.next();
      var third = receiver.next();
      var next = receiver.next();

      assertThat(List.of(second.id(), third.id())).containsOnly(first.id());
      assertThat(List.of(second.body(), third.body())).containsOnly(first.body());
      assertThat(first.seconds()).isLessThan(second.seconds());
      assertThat(List.of(first, second, third, next)).allMatch(WebhooksTest::isSigned);
      assertThat(first.signature()).isNotEqualTo(second.signature());
      assertThat(next.id()).isNotEqualTo(first.id());
      assertThat(next.body()).contains("RECORD2");
    }
    assertThat(lines)
        .containsExactly(asked("it answered 500, a status from 200 to 299 was expected"));
  }

  private static String asked(String detail) {
    return "channel `ops`: its receiver did not take a notification: " + detail;
  }

  @Test
  void a_receiver_that_never_takes_it_is_asked_so_often_and_no_more() throws Exception {
    try (var receiver = new FakeReceiver(number -> number < 3 ? 503 : 200);
        var webhooks = to(receiver.origin(), bounds(10, 3))) {
      webhooks.post(message(1));
      webhooks.post(message(2));

      for (int i = 0; i < 3; i++) assertThat(receiver.next().body()).contains("RECORD1");
      assertThat(receiver.next().body()).contains("RECORD2");
    }
    assertThat(lines)
        .contains(
            "channel `ops`: the notification of record RECORD1 was dropped at attempt 3: it"
                + " answered 503, a status from 200 to 299 was expected; 1 dropped so far");
  }

  @Test
  void a_redirect_is_not_followed_and_not_asked_again() throws Exception {
    try (var receiver = new FakeReceiver(number -> number == 0 ? 307 : 200);
        var webhooks = to(receiver.origin(), bounds(10, 3))) {
      webhooks.post(message(1));
      webhooks.post(message(2));

      receiver.next();
      receiver.next();

      assertThat(receiver.all()).extracting(FakeReceiver.Came::path).containsOnly("/hook");
      assertThat(receiver.all().getLast().body()).contains("RECORD2");
    }
    assertThat(lines)
        .containsExactly(
            "channel `ops`: the notification of record RECORD1 was dropped at attempt 1: it"
                + " answered 307, a redirect, which is never followed; 1 dropped so far");
  }

  @Test
  void a_private_address_is_called_only_where_its_host_is_named() throws Exception {
    try (var receiver = new FakeReceiver(_ -> 200)) {
      try (var webhooks = to(receiver.origin(), bounds(10, 1), PATIENT, Set.of())) {
        webhooks.post(message(1));
      }
      assertThat(receiver.all()).isEmpty();
    }
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("`127.0.0.1` has the private address 127.0.0.1");
  }

  @Test
  void a_receiver_that_does_not_answer_is_given_up_and_asked_again() throws Exception {
    try (var receiver = new FakeReceiver(number -> number == 0 ? -1 : 200);
        var webhooks = to(receiver.origin(), bounds(10, 20), SHORT, Set.of("127.0.0.1"))) {
      webhooks.post(message(1));

      assertThat(receiver.next().id()).isEqualTo(receiver.next().id());
    }
    assertThat(lines).containsExactly(asked("no whole answer within PT0.3S"));
  }

  @Test
  void what_finds_no_room_is_dropped_and_counted_and_nobody_waits() throws Exception {
    var open = new CountDownLatch(1);
    try (var receiver =
            new FakeReceiver(number -> {
              if (number == 0) await(open);
              return 200;
            });
        var webhooks = to(receiver.origin(), bounds(3, 3))) {
      webhooks.post(message(0));
      // The first one has left the queue when the receiver has it.
      while (receiver.all().isEmpty()) Thread.sleep(5);

      IntStream.rangeClosed(1, 20).forEach(number -> webhooks.post(message(number)));
      open.countDown();

      for (int i = 0; i <= 3; i++) assertThat(receiver.next().body()).contains("RECORD" + i);
    }
    assertThat(lines)
        .containsExactly(
            "channel `ops`: 17 notifications were dropped, as 3 waited for its receiver; 17"
                + " dropped so far");
  }

  private static void await(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void the_end_sends_what_waits_and_asks_nobody_twice() throws Exception {
    try (var receiver = new FakeReceiver(_ -> 200)) {
      try (var webhooks = to(receiver.origin(), bounds(10, 3))) {
        for (int i = 0; i < 5; i++) webhooks.post(message(i));
      }
      assertThat(receiver.all()).hasSize(5);
    }
    var pauses =
        new Bounds(10, 8, Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(20));
    try (var receiver = new FakeReceiver(_ -> 500)) {
      try (var webhooks = to(receiver.origin(), pauses)) {
        for (int i = 0; i < 3; i++) webhooks.post(message(i));
        receiver.next();
      }
      assertThat(receiver.all()).hasSize(3);
    }
    assertThat(lines).last().asString().contains("RECORD2").contains("3 dropped so far");
  }

  @Test
  void the_end_waits_for_a_silent_receiver_no_longer_than_it_may() throws Exception {
    var hurried =
        new Bounds(10, 3, Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(100));
    try (var receiver = new FakeReceiver(_ -> -1)) {
      try (var webhooks =
          to(receiver.origin(), hurried, Duration.ofHours(1), Set.of("127.0.0.1"))) {
        for (int i = 0; i < 3; i++) webhooks.post(message(i));
        receiver.next();
      }
      assertThat(receiver.all()).hasSize(1);
    }
    assertThat(lines).contains("channel `ops`: 2 notifications were not sent before the end");
  }

  @Test
  void a_receiver_that_nobody_listens_as_is_asked_until_somebody_does() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var webhooks = to(new Origin(false, "127.0.0.1", port), bounds(10, 10_000));
    webhooks.post(message(1));
    while (lines.isEmpty()) Thread.sleep(5);
    // The receiver ends last: before it has answered, a notification was not taken.
    try (var receiver = new FakeReceiver(port, _ -> 200);
        webhooks) {
      assertThat(receiver.next().body()).contains("RECORD1");
    }
    assertThat(lines).containsExactly(asked("the connection failed (ConnectException)"));
  }
}
