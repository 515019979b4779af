package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Data folders in which no gateway can start: exit 1 and one sentence, and nothing is made anew
/// that was there.
class AttackStartTest {
  @TempDir private Path folder;

  private record Said(int status, String text) {}

  private Said serve(Path data) throws IOException {
    String config =
        """
        listen: {host: 127.0.0.1, port: 0}
        data: %s
        origin: probity.example/e2e
        purpose: test
        bundle: %s
        upstreams: {fake: {url: "http://127.0.0.1:1"}}
        egress: {private: [127.0.0.1]}
        callers: [{id: support-bot, sha256: %s, roles: [support]}]
        """
            .formatted(data, Running.BUNDLE.toAbsolutePath(), Running.SUPPORT.sha256().hex());
    Path file = Files.writeString(folder.resolve("probity.yaml"), config);
    var said = new StringWriter();
    int status =
        Main.commandLine()
            .setErr(new PrintWriter(said, true))
            .execute("serve", "--config", file.toString());
    return new Said(status, said.toString());
  }

  private static void assertSentence(Said said, String part) {
    assertThat(said.status()).as(said.text()).isEqualTo(1);
    assertThat(said.text().strip().lines()).hasSize(1);
    assertThat(said.text()).startsWith("probity: ").contains(part);
  }

  private Path used() throws IOException {
    Path data = folder.resolve("data");
    try (var provider = FakeProvider.start()) {
      Running.start(data, provider).close();
    }
    return data;
  }

  @Test
  void a_file_in_the_place_of_the_data_folder() throws IOException {
    assertSentence(serve(Files.createFile(folder.resolve("data"))), "cannot be opened");
  }

  @Test
  void a_folder_that_another_process_uses() throws IOException {
    Path data = folder.resolve("data");
    try (var provider = FakeProvider.start();
        var _ = Running.start(data, provider)) {
      assertSentence(serve(data), "used by another process");
    }
  }

  @Test
  void a_vault_without_its_master_key() throws IOException {
    Path data = used();
    Files.delete(data.resolve("keys/master"));

    assertSentence(serve(data), "no master key file");
    assertThat(data.resolve("keys/master")).doesNotExist();
  }

  @Test
  void a_log_without_its_key() throws IOException {
    Path data = used();
    Files.delete(data.resolve("keys/records.key"));

    assertSentence(serve(data), "records");
    assertThat(data.resolve("keys/records.key")).doesNotExist();
  }
}
