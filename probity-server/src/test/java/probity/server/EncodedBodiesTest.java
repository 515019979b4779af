package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.question;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests whose bodies are compressed, as some coding assistants send them.
class EncodedBodiesTest {
  private static final String MAIL = "ops@example.com";

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    gateway = Running.start(data, provider);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    provider.close();
    Running.verify(data);
  }

  private static byte[] encoded(String coding, byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (OutputStream encoder =
        switch (coding) {
          case "gzip", "x-gzip" -> new GZIPOutputStream(out);
          case "deflate" -> new DeflaterOutputStream(out);
          default -> new ZstdOutputStream(out);
        }) {
      encoder.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> send(byte[] body, String... codings) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions"))
            .header("Authorization", "Bearer " + Running.SUPPORT.text())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String coding : codings) request.header("Content-Encoding", coding);
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "zstd", "ZSTD"})
  void what_is_inside_is_inspected_and_goes_on_plain(String coding) throws Exception {
    provider.answer(FakeProvider.json(200, FakeProvider.completion("hello")));
    int before = provider.requests().size();

    var reply =
        send(encoded(coding.toLowerCase(Locale.ROOT), utf8(question("to " + MAIL, ""))), coding);

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    var got = provider.requests().get(before);
    assertThat(got).contains("to [redacted:personal.email]").doesNotContain(MAIL);
    assertThat(got.toLowerCase(Locale.ROOT)).doesNotContain("\r\ncontent-encoding");
    var record = reply.headers().firstValue("x-probity-record").orElseThrow();
    assertThat(gateway.entry("intent", record).toString()).contains("personal.email");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd"})
  void a_small_body_that_is_a_large_one_is_413(String coding) throws Exception {
    byte[] bomb = encoded(coding, new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(Running.BODY_BYTES * 5);

    var reply = send(Arrays.copyOf(bomb, Math.min(bomb.length, Running.BODY_BYTES)), coding);

    assertThat(reply.statusCode()).isEqualTo(413);
    assertThat(reply.body()).contains("probity/unreadable-body");
  }

  @ParameterizedTest
  @CsvSource({"gzip, 400", "deflate, 400", "zstd, 400"})
  void a_body_that_ends_early_is_refused(String coding, int status) throws Exception {
    byte[] whole = encoded(coding, utf8(question("x".repeat(500), "")));

    for (int length = 1; length < whole.length; length += 7) {
      var reply = send(Arrays.copyOf(whole, length), coding);
      assertThat(reply.statusCode()).as("%d of %d", length, whole.length).isIn(status, 415);
    }
  }

  @Test
  void any_damage_is_refused_or_changes_nothing() throws Exception {
    var random = new Random(7);
    for (String coding : new String[] {"gzip", "deflate", "zstd"}) {
      byte[] whole = encoded(coding, utf8("[" + "1,".repeat(300) + "1]"));
      for (int i = 0; i < 40; i++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        assertThat(send(damaged, coding).statusCode()).isIn(400, 413, 415);
      }
    }
  }

  @Test
  void codings_on_top_of_each_other_are_refused() throws Exception {
    byte[] twice = encoded("gzip", encoded("gzip", utf8(question("hi", ""))));

    assertThat(send(twice, "gzip, gzip").statusCode()).isEqualTo(415);
    assertThat(send(twice, "gzip", "gzip").statusCode()).isEqualTo(415);
    assertThat(send(twice, "gzip").statusCode()).isEqualTo(400);
  }

  @Test
  void a_zstd_body_may_not_ask_for_much_memory() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var encoder = new ZstdOutputStream(out)) {
      encoder.setLong(27);
      encoder.write(utf8(question("hi", "")));
    }

    assertThat(send(out.toByteArray(), "zstd").statusCode()).isEqualTo(415);
    provider.answer(FakeProvider.json(200, FakeProvider.completion("hello")));
    assertThat(send(Zstd.compress(utf8(question("hi", ""))), "zstd").statusCode()).isEqualTo(200);
  }
}
