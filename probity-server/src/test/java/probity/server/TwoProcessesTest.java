package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;

/// `./probity sealer` and `./probity serve` as two processes, joined by the socket.
@Timeout(180)
class TwoProcessesTest {
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
        data: gateway
        origin: probity.example/e2e
        purpose: test
        bundle: %s
        upstreams:
          fake: {url: "http://127.0.0.1:%d", credential: {file: key}}
          nobody-listens: {url: "http://127.0.0.1:1"}
        egress: {private: [127.0.0.1]}
        callers: [{id: support-bot, sha256: %s, roles: [support]}]
        ledger: {socket: s, folder: sealer}
        """
            .formatted(
                Running.BUNDLE.toAbsolutePath(), provider.port(), Running.SUPPORT.sha256().hex()));
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  record Child(Process process, String said) implements AutoCloseable {
    static Child start(Path folder, String command) throws IOException {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "probity.server.Main",
                  command,
                  "--config",
                  folder.resolve("probity.yaml").toString())
              .redirectError(folder.resolve(command + ".log").toFile())
              .start();
      String line = Optional.ofNullable(process.inputReader().readLine()).orElse("");
      if (line.startsWith("control API at")) {
        line = Optional.ofNullable(process.inputReader().readLine()).orElse("");
      }
      assertThat(line).as(Files.readString(folder.resolve(command + ".log"))).contains("listening");
      return new Child(process, line);
    }

    Client.Reply call(String request) throws IOException {
      int port = Integer.parseInt(said.substring(said.lastIndexOf(':') + 1));
      try (var client = new Client(port)) {
        return client.send(request).reply();
      }
    }

    void end() throws InterruptedException {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void a_gateway_serves_while_its_ledger_is_there_and_refuses_while_it_is_not() throws Exception {
    try (var first = Child.start(folder, "sealer");
        var gateway = Child.start(folder, "serve")) {
      assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(200);

      first.process().destroyForcibly().waitFor();
      var refused = gateway.call(chat("hi", ""));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.error("code")).isEqualTo("sealer-gone");

      try (var second = Child.start(folder, "sealer")) {
        Running.await(() -> status(gateway) == 200);
        gateway.end();
        second.end();
      }
    }

    assertThat(folder.resolve("gateway/ledger")).doesNotExist();
    assertThat(folder.resolve("gateway/segments")).doesNotExist();
    var entries = Running.verify(folder.resolve("sealer"));
    List<Json.Obj> outcomes = Running.bodies(entries, "outcome");
    assertThat(outcomes.stream().map(outcome -> outcome.text("ending").orElse("")))
        .allMatch("delivered"::equals)
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(Running.bodies(entries, "gap")).hasSize(1);
  }

  private static int status(Child gateway) {
    try {
      return gateway.call(chat("hi", "")).status();
    } catch (IOException e) {
      return 0;
    }
  }
}
