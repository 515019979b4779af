package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
  @TempDir Path folder;

  private Config config(int port, FakeProvider provider, PublicationConfig.Copy... copies) {
    var config =
        Running.config(
            folder.resolve("data"),
            provider.port(),
            Running.limits(Duration.ofSeconds(20)),
            Running.PATIENT);
    var listen = Optional.of(new Config.Listen("127.0.0.1", port));
    return config.with(config.ledger().with(new PublicationConfig(listen, List.of(copies))));
  }

  @Test
  void the_ledger_is_served_while_the_gateway_runs_and_no_longer() throws Exception {
    try (var provider = FakeProvider.start();
        var http = HttpClient.newHttpClient()) {
      HttpRequest request;
      var server = Server.start(config(0, provider), Running.CLOCK);
      try {
        String address = server.ledgerAddress().orElseThrow();
        request = HttpRequest.newBuilder(URI.create(address + "/records/checkpoint")).build();

        var response = http.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("probity.example/e2e/records\n");
      } finally {
        server.close();
      }
      assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void a_port_that_is_taken_refuses_the_start() throws IOException {
    try (var provider = FakeProvider.start();
        var taken = new ServerSocket(0)) {
      assertThatThrownBy(
              () -> Server.start(config(taken.getLocalPort(), provider), Running.CLOCK).close())
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("`ledger.listen`: cannot listen on 127.0.0.1:");
    }
  }

  @Test
  void a_copy_has_the_last_checkpoint_when_the_gateway_has_ended() throws IOException {
    try (var provider = FakeProvider.start()) {
      var copy =
          new PublicationConfig.Copy(
              "b",
              Duration.ofMillis(10),
              new PublicationConfig.Place.Folder(folder.resolve("copy")));
      Server.start(config(0, provider, copy), Running.CLOCK).close();
    }

    assertThat(folder.resolve("copy/ledger/records/checkpoint"))
        .hasSameBinaryContentAs(folder.resolve("data/ledger/records/checkpoint"));
    assertThat(folder.resolve("data/copies/b.json")).content().contains("\"lag\":0");
  }

  @Test
  void a_copy_inside_the_data_folder_refuses_the_start() throws IOException {
    try (var provider = FakeProvider.start()) {
      var copy =
          new PublicationConfig.Copy(
              "b",
              Duration.ofDays(1),
              new PublicationConfig.Place.Folder(folder.resolve("data/ledger")));

      assertThatThrownBy(() -> Server.start(config(0, provider, copy), Running.CLOCK).close())
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("lie in each other");
    }
  }
}
