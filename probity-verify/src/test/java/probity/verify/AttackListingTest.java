package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders that are made to be overlooked.
class AttackListingTest {
  @TempDir Path temp;

  private static int run(Path folder, ByteArrayOutputStream said) {
    try (var print = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      return Main.run(List.of(folder.toString(), "--quiet"), print, print);
    }
  }

  /// Java reads the name, but cannot write it: only a shell makes such a file.
  @Test
  void a_file_whose_name_is_no_text_is_found() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    var folder = ledger.ledger.resolve("records");
    var made =
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'x\\377')\"")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();

    var said = new ByteArrayOutputStream();
    int status = run(ledger.ledger, said);

    assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isEqualTo(1);
  }

  @Test
  void a_folder_that_is_not_there_is_named_in_words() {
    var said = new ByteArrayOutputStream();

    int status = run(temp.resolve("nowhere"), said);

    assertThat(status).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("nowhere` is not there")
        .doesNotContain("Exception");
  }
}
