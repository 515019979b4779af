package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;

/// A gateway in a process of its own, as `./probity serve` runs it, and what it leaves when it is
/// killed or told to end.
class CrashTest {
  @TempDir private Path folder;
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    Files.writeString(folder.resolve("key"), Running.CREDENTIAL);
    Files.writeString(
        folder.resolve("probity.yaml"),
        """
        listen: {port: 0}
        data: data
        origin: probity.example/e2e
        purpose: test
        bundle: %s
        upstreams:
          fake: {url: "http://127.0.0.1:%d", credential: {file: key}}
          nobody-listens: {url: "http://127.0.0.1:1"}
        egress: {private: [127.0.0.1]}
        callers: [{id: support-bot, sha256: %s, roles: [support]}]
        """
            .formatted(
                Running.BUNDLE.toAbsolutePath(), provider.port(), Running.SUPPORT.sha256().hex()));
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  /// A gateway in a process of its own.
  private record Child(Process process, int port) implements AutoCloseable {
    static Child start(Path folder) throws IOException {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "probity.server.Main",
                  "serve",
                  "--config",
                  folder.resolve("probity.yaml").toString())
              .redirectError(folder.resolve("log").toFile())
              .start();
      BufferedReader out = process.inputReader();
      String line = Optional.ofNullable(out.readLine()).orElse("");
      assertThat(line).as(Files.readString(folder.resolve("log"))).startsWith("probity listening");
      return new Child(process, Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
    }

    Client.Reply call(String request) throws IOException {
      try (var client = new Client(port)) {
        return client.send(request).reply();
      }
    }

    void end() throws InterruptedException {
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static List<String> endings(List<Json.Obj> outcomes) {
    return outcomes.stream().map(outcome -> outcome.text("ending").orElse("")).toList();
  }

  @Test
  void a_killed_gateway_leaves_an_exchange_that_the_next_start_ends_as_interrupted()
      throws Exception {
    try (var first = Child.start(folder)) {
      assertThat(first.call(chat("hi", "")).status()).isEqualTo(200);
      var killed =
          provider.answer(talk -> {
            first.process().destroyForcibly();
            return talk.closedByGateway();
          });
      try (var client = new Client(first.port())) {
        client.send(chat("hi", ""));
        assertThat(killed.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(client.reply().whole()).isFalse();
      }
      assertThat(first.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    try (var second = Child.start(folder)) {
      assertThat(second.call(chat("hi", "")).status()).isEqualTo(200);
      second.end();
    }

    var entries = Running.verify(folder.resolve("data"));
    assertThat(endings(Running.bodies(entries, "outcome")))
        .containsExactly("delivered", "interrupted", "delivered");
  }

  @Test
  void a_gateway_that_is_told_to_end_lets_an_exchange_end_first() throws Exception {
    try (var child = Child.start(folder)) {
      var told =
          provider.answer(talk -> {
            child.process().destroy();
            refusesConnections(child.port());
            talk.send(FakeProvider.HELLO);
            return true;
          });

      var reply = child.call(chat("hi", ""));

      assertThat(told.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(child.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(endings(Running.bodies(Running.verify(folder.resolve("data")), "outcome")))
        .containsExactly("delivered");
  }

  /// Waits until the gateway takes no more connections.
  private static void refusesConnections(int port) throws InterruptedException {
    Running.await(() -> {
      try (var _ = new Client(port)) {
        return false;
      } catch (IOException refused) {
        return true;
      }
    });
  }
}
