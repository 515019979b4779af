package probity.server.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
  @TempDir private Path folder;

  /// Four marked addresses, of which three can be found, and one that is found and not marked.
  @Test
  void what_is_marked_is_compared_with_what_is_found() throws IOException {
    Path set = folder.resolve("mails.jsonl");
    Files.writeString(
        set,
        """
        {"text":"😀 a@example.com, b@example.com","findings":[{"label":"personal.email","start":2,"end":15},{"label":"personal.email","start":17,"end":30}]}
        {"text":"c at example dot com","findings":[{"label":"personal.email","start":0,"end":20}]}
        {"text":"d@example.com","findings":[{"label":"personal.email","start":0,"end":13}]}
        {"text":"e@example.com","findings":[]}
        """);

    String table = run(set.toString());

    assertThat(table)
        .contains("### mails.jsonl", "4 texts")
        .contains(
            "| personal.email | 4 | 0.750 (0.301 to 0.954) | 0.750 (0.301 to 0.954) | 0.750 (")
        .contains("| 1.000 (0.207 to 1.000) |");
  }

  @Test
  void tags_of_words_become_spans() throws IOException {
    Path set = folder.resolve("a.conll");
    Files.writeString(
        set, "Anna\tB-person\nMaria\tI-person\nBob\tB-person\nran\tO\n\nParis\tB-location\n");

    var read = Datasets.read(set);

    assertThat(read.getFirst().texts())
        .extracting(Labelled.Text::text)
        .containsExactly("Anna Maria Bob ran", "Paris");
    assertThat(read.getFirst().texts().getFirst().labels())
        .containsExactly(
            new Labelled("personal.person", 0, 10, 100),
            new Labelled("personal.person", 11, 14, 100));
  }

  @Test
  void a_page_is_written_from_the_same_tables() throws IOException {
    Path set = folder.resolve("one.jsonl");
    Files.writeString(
        set,
        "{\"text\":\"a@example.com\",\"findings\":[{\"label\":\"personal.email\",\"start\":0,\"end\":13}]}");
    Path page = folder.resolve("page.md");

    String table = run(set.toString(), "--page", page.toString());

    assertThat(page).content().contains("for development").endsWith(table);
  }

  @Test
  void the_interval_of_a_share_is_that_of_wilson() {
    assertThat(Measure.Share.of(9, 10).low()).isBetween(0.595, 0.597);
    assertThat(Measure.Share.of(9, 10).high()).isBetween(0.982, 0.983);
    assertThat(Measure.Share.of(0, 0).value()).isNaN();
  }

  @Test
  void findings_and_things_are_counted_apart() {
    var measure = new Measure();
    var thing = new Labelled("a", 0, 10, 100);

    measure.add(List.of(thing), List.of(new Labelled("a", 0, 3, 50), new Labelled("a", 5, 8, 50)));
    measure.add(List.of(), List.of(new Labelled("a", 0, 1, 50)));

    assertThat(measure.recall().value()).isEqualTo(1);
    assertThat(measure.precision().value()).isEqualTo(2.0 / 3);
    assertThat(measure.falseAlarms().value()).isEqualTo(1);
  }

  private static String run(String... arguments) {
    var out = new StringWriter();
    int code =
        new CommandLine(new EvaluateCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(arguments);
    assertThat(code).isZero();
    return out.toString();
  }
}
