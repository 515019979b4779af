package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Answers over HTTP/1.1 that another hop might read otherwise: `smuggling/provider-http1.txt`.
///
/// What is expected of a case: the status that the client gets, what the outcome says of it, and
/// what becomes of the provider's connection. `closed`: no other call is made on it. `kept`: the
/// next call is. Whatever is expected, the next call of the same client gets its own answer.
class ProviderSmugglingTest {
  static final List<Hazard> CASES = Hazard.table("provider-http1.txt");

  private static final String ANSWER = FakeProvider.completion("answered");

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    gateway = Running.start(data, provider);
  }

  /// Ends with the verifier, which finds an intent without an outcome.
  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    provider.close();
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void every_byte_is_read_as_one_answer_or_as_none(Hazard hazard) throws Exception {
    String text =
        hazard
            .text()
            .replace("{answer}", ANSWER)
            .replace("{answer.length}", "" + ANSWER.length())
            .replace("{answer.hex}", Integer.toHexString(ANSWER.length()))
            .replace("{poison}", FakeProvider.json(200, FakeProvider.completion("poison")))
            .replace("\u0001", "");
    var first =
        provider.answer(talk -> {
          talk.send(new String(Hazard.bytes(text), StandardCharsets.ISO_8859_1));
          if (hazard.expected().getLast().equals("hangs-up")) talk.socket().shutdownOutput();
          return talk.socket();
        });
    var second =
        provider.answer(talk -> {
          talk.send(FakeProvider.HELLO);
          return talk.socket();
        });

    try (var client = gateway.client()) {
      var reply = client.send(Running.chat("hi", "")).reply();
      var next = reply.whole() ? client.send(Running.chat("hi", "")).reply() : other();

      assertThat(next.body()).contains("hello").doesNotContain("poison");
      assertThat("" + reply.status()).isEqualTo(hazard.expected().get(0));
      assertThat(reply.body()).doesNotContain("poison");
      var outcome = gateway.entry("outcome", reply.record());
      assertThat(outcome.text("ending").orElse("") + ":" + outcome.text("detail").orElse(""))
          .isEqualTo(hazard.expected().get(1));
      boolean kept = first.get(20, TimeUnit.SECONDS).equals(second.get(20, TimeUnit.SECONDS));
      assertThat(kept)
          .as("connection is used again")
          .isEqualTo(hazard.expected().get(2).equals("kept"));
      assertThat(reply.headers().keySet())
          .doesNotContain("x-smuggled", "trailer", "te", "upgrade", "keep-alive");
    }
  }

  @Test
  void bytes_that_come_between_two_answers_close_the_connection() throws Exception {
    var answered = new CountDownLatch(1);
    var closed =
        provider.answer(talk -> {
          talk.send(FakeProvider.HELLO);
          answered.await();
          talk.send("HTTP/1.1 200 OK\r\nX-Smuggled: ");
          return talk.closedByGateway();
        });

    try (var client = gateway.client()) {
      var first = client.send(Running.chat("hi", "")).reply();
      answered.countDown();
      boolean over = closed.get(20, TimeUnit.SECONDS);
      var second = client.send(Running.chat("hi", "")).reply();

      assertThat(first.status()).isEqualTo(200);
      assertThat(over).isTrue();
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.headers()).doesNotContainKey("x-smuggled");
    }
  }

  private static Client.Reply other() throws IOException {
    return gateway.call(Running.chat("hi", ""));
  }
}
