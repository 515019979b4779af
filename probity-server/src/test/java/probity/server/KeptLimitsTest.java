package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.store.file.StoreException;

/// Limits hold across restarts of the real gateway. Interns have three requests a minute.
class KeptLimitsTest {
  private static final Path BUNDLE = Path.of("src/test/resources/e2e/obligations");

  @TempDir private Path data;
  @TempDir private Path other;

  private FakeProvider provider;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    file = data.resolve("vault/counters");
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private Running running(Path bundle, InstantSource clock) {
    return Running.start(
        Running.config(
                data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
            .with(bundle),
        clock);
  }

  private static InstantSource later(Duration by) {
    return InstantSource.fixed(Running.CLOCK.instant().plus(by));
  }

  private static int ask(Running server) throws IOException {
    return reply(server).status();
  }

  private static Client.Reply reply(Running server) throws IOException {
    return server.call(
        Running.post("/v1/chat/completions", Running.question("Hello", ""))
            .replace(Running.SUPPORT.text(), Running.INTERN.text()));
  }

  private void use(int requests) throws IOException {
    try (var server = running(BUNDLE, Running.CLOCK)) {
      for (int i = 0; i < requests; i++) assertThat(ask(server)).isEqualTo(200);
    }
  }

  @Test
  void a_limit_that_is_reached_holds_after_a_restart_and_says_how_long() throws Exception {
    use(3);
    // Twice, for what nobody asks for in between stays too.
    running(BUNDLE, Running.CLOCK).close();

    try (var server = running(BUNDLE, Running.CLOCK)) {
      var refused = reply(server);

      assertThat(refused.status()).isEqualTo(429);
      assertThat(Long.parseLong(refused.header("retry-after"))).isBetween(1L, 61L);
      assertThat(refused.error("code")).isEqualTo("interns-three-a-minute");
    }
  }

  @Test
  void counts_go_on_from_the_file_that_a_killed_gateway_left() throws Exception {
    Path left = other.resolve("counters");
    try (var server = running(BUNDLE, Running.CLOCK)) {
      assertThat(ask(server)).isEqualTo(200);
      Running.await(() -> Files.exists(file));
      Files.copy(file, left);
      assertThat(ask(server)).isEqualTo(200);
    }
    Files.move(left, file, StandardCopyOption.REPLACE_EXISTING);

    try (var server = running(BUNDLE, Running.CLOCK)) {
      assertThat(ask(server)).isEqualTo(200);
      assertThat(ask(server)).isEqualTo(200);
      assertThat(ask(server)).isEqualTo(429);
    }
  }

  @Test
  void a_window_that_is_over_is_over_after_a_restart() throws Exception {
    use(3);

    try (var server = running(BUNDLE, later(Duration.ofSeconds(62)))) {
      assertThat(ask(server)).isEqualTo(200);
    }
  }

  @Test
  void a_clock_that_was_set_back_gives_nothing_again_and_takes_no_longer_than_the_window()
      throws Exception {
    use(3);

    try (var server = running(BUNDLE, later(Duration.ofMinutes(-5)))) {
      var refused = reply(server);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(Long.parseLong(refused.header("retry-after"))).isBetween(1L, 61L);
    }
  }

  @Test
  void a_counter_whose_definition_is_another_starts_afresh() throws Exception {
    use(3);
    Path changed = other.resolve("bundle");
    try (var files = Files.walk(BUNDLE)) {
      for (Path from : files.toList()) Files.copy(from, changed.resolve(BUNDLE.relativize(from)));
    }
    Path declared = changed.resolve("bundle.yaml");
    Files.writeString(declared, Files.readString(declared).replace("window: 60s", "window: 61s"));

    try (var server = running(changed, Running.CLOCK)) {
      assertThat(ask(server)).isEqualTo(200);
    }
  }

  @Test
  void a_damaged_file_stops_the_start_and_stays_until_a_person_moves_it_away() throws Exception {
    use(3);
    byte[] good = Files.readAllBytes(file);
    byte[][] bad = {
      good.clone(),
      java.util.Arrays.copyOf(good, good.length - 1),
      new byte[0],
      new String(good, StandardCharsets.ISO_8859_1)
          .replace("counters/v1", "counters/v2")
          .getBytes(StandardCharsets.ISO_8859_1)
    };
    bad[0][good.length - 60] ^= 1;
    for (byte[] content : bad) {
      Files.write(file, content);

      assertThatThrownBy(() -> running(BUNDLE, Running.CLOCK))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("`vault/counters`")
          .hasMessageContaining("move it away and all limits begin at zero");
      assertThat(file).hasBinaryContent(content);
    }

    Files.delete(file);
    try (var server = running(BUNDLE, Running.CLOCK)) {
      assertThat(ask(server)).isEqualTo(200);
    }
  }

  @Test
  void the_file_is_for_its_owner_alone_and_names_nobody() throws Exception {
    use(1);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .startsWith("probity/counters/v1\n")
        .doesNotContain("intern", "requests");
    assertThat(file.resolveSibling("counters.new")).doesNotExist();
  }
}
