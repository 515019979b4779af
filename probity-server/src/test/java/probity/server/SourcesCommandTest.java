package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesCommandTest {
  @TempDir private Path data;
  @TempDir private Path documents;

  @BeforeEach
  void documents() throws IOException {
    write("Payroll 2026.md", text(1));
    write("leave/rules.html", "<h1>Leave</h1><script>var x;</script><p>" + text(2) + "</p>");
  }

  @Test
  void files_become_sources_and_what_cannot_be_read_is_named() throws IOException {
    write("scan.pdf", "%PDF-1.7");
    write("note.txt", "too short");
    Files.write(documents.resolve("latin.txt"), new byte[] {(byte) 0xfc, 'b', 'e', 'r'});

    var run = add();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines())
        .startsWith(
            "not read: `latin.txt` is not UTF-8",
            "not read: `note.txt` has fewer than 24 letters",
            "not read: `scan.pdf` is of a kind that is not read",
            "new: 2",
            "not read: 3");
    assertThat(list()).contains("hr/payroll-2026.md", "hr/leave/rules.html", "2 sources, index ");
  }

  @Test
  void a_changed_file_gets_a_version_and_the_others_none() throws IOException {
    add();
    write("Payroll 2026.md", text(3));

    var run = add();
    var show = Commands.run("sources", "show", "hr/payroll-2026.md", "--data", data.toString());

    assertThat(run.status()).isZero();
    assertThat(run.lines()).startsWith("new version: 1", "unchanged: 1", "not read: 0");
    assertThat(show.out())
        .contains("owner payroll office", "classification restricted", "\n2  ", "\n1  ");
  }

  @Test
  void without_a_change_the_index_stays() throws IOException {
    var first = add();
    var second = add();

    assertThat(second.lines()).startsWith("unchanged: 2");
    assertThat(second.lines().getLast()).isEqualTo(first.lines().getLast());
  }

  @Test
  void no_text_of_a_document_is_kept() throws IOException {
    add();

    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String kept = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String word : text(1).split(" ", -1)) {
          if (word.length() > 7) assertThat(kept).doesNotContain(word);
        }
      }
    }
  }

  @Test
  void words_that_could_not_stand_on_a_record_are_refused() {
    assertThat(add("--id-prefix", "HR ").err()).contains("does not match [a-z0-9./_-]+");
    assertThat(add("--retention", "forever").err()).contains("is no period");
    assertThat(add("--owner", "a\nb").err()).contains("is not 1 to 80 letters");
    assertThat(Commands.run("sources", "show", "none", "--data", data.toString()).err())
        .contains("there is no source `none`");
  }

  @Test
  void documents_are_removed_by_id_and_by_the_beginning_of_their_ids() {
    add();

    assertThat(remove("hr/none").err()).contains("there is no source `hr/none`");
    assertThat(remove("hr/payroll-2026.md").lines()).startsWith("removed: 1");
    assertThat(list()).contains("hr/leave/rules.html", "1 sources").doesNotContain("hr/payroll");
    assertThat(remove("--id-prefix", "it/").err()).contains("there is no source `it/…`");
    assertThat(remove("--id-prefix", "hr/").lines()).startsWith("removed: 1");
    assertThat(list()).contains("0 sources");
    assertThat(add().lines()).startsWith("new: 2");
    assertThat(remove().err()).isNotEmpty();
  }

  @Test
  void pages_of_a_space_are_added_from_its_export() throws IOException {
    Path file = documents.resolve("export.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("HR/Leave_4711.html"));
      zip.write(text(5).getBytes(StandardCharsets.UTF_8));
    }

    var run =
        KnownSources.add(data, "--confluence-export", file.toString(), "--id-prefix", "wiki/");
    var both =
        KnownSources.add(
            data, documents.toString(), "--confluence-export", file.toString(), "--id-prefix", "a");

    assertThat(run.lines()).startsWith("new: 1", "not read: 0");
    assertThat(list()).contains("wiki/hr/leave_4711.html");
    assertThat(both.err()).contains("mutually exclusive");
  }

  private Commands.Run remove(String... words) {
    return Commands.run(
        Stream.concat(
                Stream.of("sources", "remove", "--data", data.toString()), Arrays.stream(words))
            .toArray(String[]::new));
  }

  private String list() {
    return Commands.run("sources", "list", "--data", data.toString()).out();
  }

  /// With another value for an option, where one is named.
  private Commands.Run add(String... other) {
    String[] words = {
      "sources",
      "add",
      documents.toString(),
      "--data",
      data.toString(),
      "--id-prefix",
      "hr/",
      "--owner",
      "payroll office",
      "--classification",
      "restricted",
      "--licence",
      "internal",
      "--retention",
      "P3Y"
    };
    for (int i = 0; i < other.length; i += 2) {
      words[Arrays.asList(words).indexOf(other[i]) + 1] = other[i + 1];
    }
    return Commands.run(words);
  }

  private void write(String name, String text) throws IOException {
    Path file = documents.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String text(int seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      for (int letters = 3 + random.nextInt(7); letters > 0; letters--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(' ');
    }
    return text.toString();
  }
}
