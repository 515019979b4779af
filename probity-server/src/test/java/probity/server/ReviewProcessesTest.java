package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;
import probity.ledger.statement.GrantStatement.Verdict;
import probity.server.ReviewGateway.Desk;
import probity.server.ReviewGateway.Hands;
import probity.server.command.ControlClient;

/// Reviews where the ledger is another process's, and where the gateway is killed.
@Timeout(240)
class ReviewProcessesTest {
  @TempDir private Path folder;
  private final Hands clock = new Hands();
  private FakeProvider provider;
  private int control;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    try (var free = new ServerSocket(0)) {
      control = free.getLocalPort();
    }
    var config = ReviewGateway.config(folder, provider, clock);
    var people = new StringBuilder();
    for (var person : config.governance().people()) {
      people.append(
          "  - {name: %s, key: \"%s\", roles: [%s]%s}\n"
              .formatted(
                  person.name(),
                  person.key(),
                  String.join(", ", person.roles()),
                  person.competence().isEmpty() ? "" : ", competence: " + person.competence()));
    }
    Files.writeString(folder.resolve("key"), Running.CREDENTIAL);
    Files.writeString(
        folder.resolve("probity.yaml"),
        """
        listen: {port: 0}
        data: gateway
        origin: probity.example/e2e
        purpose: test
        bundle: proposal
        people:
        %s
        control: {listen: {port: %d}}
        upstreams:
          fake: {url: "http://127.0.0.1:%d", credential: {file: key}}
        egress: {private: [127.0.0.1]}
        callers: [{id: support-bot, sha256: %s, roles: [support]}]
        ledger: {socket: s, folder: sealer}
        """
            .formatted(people, control, provider.port(), Running.SUPPORT.sha256().hex()));
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  @Test
  void a_grant_outlives_a_gateway_that_is_killed_and_is_used_once() throws Exception {
    String ask = Running.chat("Write to ada@example.com", "");
    var desk =
        new Desk(
            new ControlClient(URI.create("http://127.0.0.1:" + control)),
            clock,
            ReviewGateway.REVIEWER);
    try (var sealer = TwoProcessesTest.Child.start(folder, "sealer")) {
      String ticket;
      try (var first = TwoProcessesTest.Child.start(folder, "serve")) {
        ticket = first.call(ask).record();
        Running.await(() -> fileHas("\"state\":\"waiting\""));
        first.process().destroyForcibly().waitFor();
      }
      try (var second = TwoProcessesTest.Child.start(folder, "serve")) {
        var answer = desk.decide(desk.record(ticket), Verdict.GRANTED, "yes");
        assertThat(answer.status()).as(answer.body().utf8()).isEqualTo(200);
        Running.await(() -> fileHas("\"state\":\"granted\""));
        second.process().destroyForcibly().waitFor();
      }
      try (var third = TwoProcessesTest.Child.start(folder, "serve")) {
        assertThat(third.call(ask).status()).isEqualTo(200);
        third.process().destroyForcibly().waitFor();
      }
      try (var fourth = TwoProcessesTest.Child.start(folder, "serve")) {
        assertThat(fourth.call(ask).status()).isEqualTo(403);
        fourth.end();
      }
      sealer.end();
    }

    assertThat(provider.requests()).hasSize(1);
    var entries = Running.verify(folder.resolve("sealer"));
    List<Json.Obj> used =
        Running.bodies(entries, "intent").stream()
            .filter(intent -> !intent.items("grants").isEmpty())
            .toList();
    assertThat(used).hasSize(1);
    assertThat(Running.bodies(entries, "grant")).hasSize(1);
  }

  private boolean fileHas(String text) {
    try {
      return Files.readString(folder.resolve("gateway/vault/reviews")).contains(text);
    } catch (IOException notYet) {
      return false;
    }
  }
}
