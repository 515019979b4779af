package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stream whose text has to wait is not silent for long.
class KeepAliveTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path data;

  @Test
  void while_text_is_held_back_the_client_hears_that_the_stream_lives() throws Exception {
    var now = new AtomicReference<>(Running.CLOCK.instant());
    var begun = new CountDownLatch(1);
    var heard = new CountDownLatch(1);
    try (var provider = FakeProvider.start();
        var gateway =
            Running.start(
                Running.config(
                    data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT),
                now::get);
        var client = gateway.client()) {
      var _ =
          provider.answer(talk -> {
            talk.send(STREAM + FakeProvider.said("Ask ") + FakeProvider.said("ops@exam"));
            begun.await();
            now.set(now.get().plusSeconds(11));
            talk.send(FakeProvider.said("ple"));
            heard.await();
            talk.send(
                FakeProvider.said(".com please.")
                    + FakeProvider.finished("stop")
                    + FakeProvider.chunk("data: [DONE]\n\n")
                    + FakeProvider.END);
            return true;
          });
      client.send(Running.stream("hi"));
      client.until("Ask ");
      begun.countDown();
      client.until(": keep-alive");
      heard.countDown();

      assertThat(client.until("[DONE]"))
          .contains("[redacted:personal.email]")
          .doesNotContain("ops@");
    }
  }
}
