package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.chat;
import static probity.server.Running.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;

/// Clients that leave without leaving, and clients that leave when the gateway does. That each
/// intent has its outcome, [Running#close] checks.
class AttackLeavingTest {
  @TempDir private Path data;

  @Test
  void a_client_that_takes_nothing_of_an_endless_stream_is_left() throws Exception {
    try (var provider = FakeProvider.start();
        var gateway =
            Running.start(
                Running.config(
                    data,
                    provider.port(),
                    Running.limits(Duration.ofSeconds(1)),
                    Running.PATIENT));
        var client = gateway.client()) {
      var _ =
          provider.answer(talk -> {
            talk.send(FakeProvider.STREAM);
            String said = FakeProvider.said("x ".repeat(2000));
            while (true) talk.send(said);
          });
      client.send(stream("hi"));

      var outcome = gateway.outcomeAfter(0);

      assertThat(outcome.text("ending")).contains("client-gone");
      assertThat(outcome.get("upstream_status")).contains(Json.of(200));
    }
  }

  /// More of them than there are event loops, each before a provider that sends without end.
  @Test
  void clients_that_take_nothing_keep_nobody_waiting() throws Exception {
    var idle = new ArrayList<Client>();
    try (var provider = FakeProvider.start();
        var gateway = Running.start(data, provider)) {
      for (int i = 0; i < 8; i++) {
        var flooding = new CountDownLatch(50);
        var _ =
            provider.answer(talk -> {
              talk.send(FakeProvider.STREAM);
              String said = FakeProvider.said("x ".repeat(2000));
              while (true) {
                talk.send(said);
                flooding.countDown();
              }
            });
        var client = gateway.client();
        idle.add(client);
        client.send(stream("hi"));
        flooding.await();
      }
      for (int i = 0; i < 20; i++) {
        provider.answer(FakeProvider.HELLO);

        assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(200);
      }
      for (Client client : idle) client.close();
    }

    assertThat(Running.bodies(Running.verify(data), "outcome")).hasSize(28);
  }

  @Test
  void clients_that_leave_just_before_the_gateway_leave_no_intent_open() throws Exception {
    try (var provider = FakeProvider.start();
        var gateway = Running.start(data, provider)) {
      for (int i = 0; i < 30; i++) {
        try (var client = gateway.client()) {
          client.send(chat("hi", ""));
        }
      }
    }

    assertThat(Running.bodies(Running.verify(data), "outcome")).hasSizeLessThanOrEqualTo(30);
  }
}
