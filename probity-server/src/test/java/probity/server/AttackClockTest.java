package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.DONE;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.finished;
import static probity.server.FakeProvider.said;
import static probity.server.Running.chat;
import static probity.server.Running.stream;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Entry;

/// Clocks that pass the end of a half-year, or are set back, while exchanges are open.
class AttackClockTest {
  private static final Instant JUNE = Instant.parse("2027-06-30T23:59:59.900Z");
  private static final String FIRST = "traffic-standard-2027h1";
  private static final String SECOND = "traffic-standard-2027h2";

  @TempDir private Path data;

  private static long count(Server server, String log, String kind) {
    return server.entries(log).stream().filter(entry -> entry.kind().equals(kind)).count();
  }

  @Test
  void an_outcome_stays_in_the_log_of_its_intent_when_the_half_year_ends() throws Exception {
    var now = new AtomicReference<>(JUNE);
    try (var provider = FakeProvider.start();
        var server = start(provider, now);
        var early = client(server);
        var late = client(server)) {
      var passed = new CountDownLatch(1);
      var _ =
          provider.answer(talk -> {
            talk.send(STREAM + said("wait "));
            passed.await();
            talk.send(finished("stop") + DONE + END);
            return true;
          });
      early.send(stream("hi")).until("wait");

      now.set(JUNE.plus(Duration.ofSeconds(1)));
      assertThat(late.send(chat("hi", "")).reply().status()).isEqualTo(200);
      passed.countDown();
      early.until("[DONE]");

      assertThat(count(server, FIRST, "intent")).isEqualTo(1);
      assertThat(count(server, FIRST, "outcome")).isEqualTo(1);
      assertThat(count(server, SECOND, "intent")).isEqualTo(1);
      assertThat(count(server, SECOND, "outcome")).isEqualTo(1);
    }

    assertThat(Running.verify(data)).isNotEmpty();
  }

  @Test
  void a_clock_that_is_set_back_leaves_a_ledger_that_verifies() throws Exception {
    var now = new AtomicReference<>(JUNE.plus(Duration.ofSeconds(1)));
    try (var provider = FakeProvider.start();
        var server = start(provider, now);
        var client = client(server)) {
      client.send(chat("hi", ""));
      assertThat(client.reply().status()).isEqualTo(200);

      now.set(JUNE.minus(Duration.ofDays(3)));
      client.send(chat("hi", ""));
      assertThat(client.reply().status()).isEqualTo(200);
      now.set(JUNE.plus(Duration.ofSeconds(1)));
      client.send(chat("hi", ""));
      assertThat(client.reply().status()).isEqualTo(200);
    }

    var entries = Running.verify(data);
    assertThat(entries.stream().map(Entry::kind).filter("outcome"::equals)).hasSize(3);
  }

  private Server start(FakeProvider provider, AtomicReference<Instant> now) {
    var limits = Running.limits(Duration.ofSeconds(20));
    var config = Running.config(data, provider.port(), limits, Running.PATIENT);
    return Server.start(config, now::get);
  }

  private static Client client(Server server) throws IOException {
    return new Client(URI.create(server.address()).getPort());
  }
}
