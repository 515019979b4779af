package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checker in Go, which shares no code with ours, agrees on what we write and on what was
/// changed.
///
/// Needs the `go` command and, at first, its module proxy. A machine without Go fails here, unless
/// it says `-Dinterop.go=skip`.
class GoCheckerTest {
  @TempDir Path temp;

  private record Run(int status, String output) {}

  @BeforeEach
  void goIsWanted() {
    assumeFalse("skip".equals(System.getProperty("interop.go")));
  }

  private static Run check(LedgerFixture ledger) throws Exception {
    Path script = repository().resolve("interop/run");
    var process =
        new ProcessBuilder(script.toString(), ledger.ledger.toString(), ledger.trust().toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.strip());
  }

  /// Tests run in the module's folder or in that of the whole build.
  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("interop/run"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no folder `interop` above the tests");
    }
    return folder;
  }

  @Test
  void it_accepts_an_untouched_ledger() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 60);

    var run = check(ledger);

    assertThat(run).isEqualTo(new Run(0, "ok: 2 logs, 310 entries"));
  }

  @Test
  void it_accepts_a_ledger_from_before_logs_had_a_second_key() throws Exception {
    var ledger = LedgerFixture.ed25519Only(temp.resolve("ledger"), 60);

    var run = check(ledger);

    assertThat(run).isEqualTo(new Run(0, "ok: 2 logs, 309 entries"));
  }

  @Test
  void it_names_the_place_of_a_changed_byte_in_every_kind_of_file() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 55);
    for (String path : ledger.files()) {
      Path file = ledger.ledger.resolve(path);
      byte[] good = Files.readAllBytes(file);
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 1;
      Files.write(file, bad);

      var run = check(ledger);

      assertThat(run.status()).as(path).isEqualTo(1);
      assertThat(run.output())
          .as(path)
          .startsWith("FAILED " + path.substring(0, path.indexOf('/')));
      Files.write(file, good);
    }
    assertThat(check(ledger).status()).isZero();
  }
}
