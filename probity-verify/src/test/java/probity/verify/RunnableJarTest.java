package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The jar as an auditor runs it: a JDK, one file, and nothing on the class path.
class RunnableJarTest {
  @TempDir Path temp;

  private record Run(int status, List<String> lines) {}

  private static Run run(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(Objects.requireNonNull(System.getProperty("probity.verify.jar")));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("CLASSPATH");
    var process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.lines().toList());
  }

  @Test
  void an_untouched_ledger_exits_0_with_its_grades_in_the_last_line() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);

    var run = run(ledger.ledger.toString(), "--trust", ledger.trust().toString());

    assertThat(run.lines())
        .last()
        .isEqualTo("verified: 2 logs, 15 entries; signed, chained, included; unanchored");
    assertThat(run.status()).isZero();
  }

  @Test
  void a_checkpoint_kept_elsewhere_anchors_the_log() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    Path kept = temp.resolve("kept");
    Files.copy(ledger.traffic.folder().resolve("checkpoint"), kept);

    var run = run(ledger.ledger.toString(), "--expect", kept.toString(), "--quiet");

    assertThat(run.lines())
        .last()
        .isEqualTo(
            "verified: 2 logs, 15 entries; signed, chained, included; anchored 10 of 15;"
                + " self-asserted");
    assertThat(run.status()).isZero();
  }

  @Test
  void a_changed_ledger_exits_1_with_the_place() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    Path bundle = ledger.records.folder().resolve("tile/entries/000.p/5");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[200] ^= 1;
    Files.write(bundle, bytes);

    var run = run(ledger.ledger.toString(), "--quiet");

    assertThat(run.lines())
        .anySatisfy(line -> assertThat(line).contains("records/tile/entries/000.p/5 entry 0"));
    assertThat(run.lines().getLast()).startsWith("NOT VERIFIED: ").endsWith(" findings");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void wrong_usage_and_unreadable_paths_exit_2() throws Exception {
    var usage = run("--trust");
    var missing = run(temp.resolve("nothing").toString());

    assertThat(usage.status()).isEqualTo(2);
    assertThat(usage.lines().getFirst()).isEqualTo("cannot run: `--trust` takes a file");
    assertThat(usage.lines().get(1)).startsWith("usage: ");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.lines())
        .containsExactly("cannot read: `" + temp.resolve("nothing") + "` is not there");
  }

  @Test
  void help_is_no_mistake() throws Exception {
    var help = run("--help");

    assertThat(help.status()).isZero();
    assertThat(help.lines().getFirst()).startsWith("usage: ");
  }

  @Test
  void the_folder_above_the_ledger_is_told_apart() throws Exception {
    LedgerFixture.published(temp.resolve("data/ledger"), 1);

    var run = run(temp.resolve("data").toString());

    assertThat(run.lines()).anySatisfy(line -> assertThat(line).contains("gateway's `ledger/`"));
    assertThat(run.status()).isEqualTo(1);
  }
}
