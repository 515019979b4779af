package probity.aims.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.policy.Seeds;

/// A folder for each case, with descriptions that an installation adds to the product's and the
/// mistakes that they must show. `-Dgolden=rewrite` writes what the code says now.
class BadDescriptionsTest {
  private static final Path CASES = Path.of("src/test/resources/registers");

  static Stream<Path> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bad_descriptions_show_all_their_mistakes_at_once(Path folder) throws IOException {
    var files = new ArrayList<>(Registers.descriptions());
    files.addAll(files(folder));

    var reading = Registers.read(files);

    assertThat(reading).isInstanceOf(RegistersReading.Mistaken.class);
    var shown = new StringBuilder();
    ((RegistersReading.Mistaken) reading)
        .mistakes()
        .forEach(mistake -> shown.append(mistake.render()).append('\n'));
    Path golden = folder.resolve("expected-mistakes.txt");
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, shown.toString());
    }
    assertThat(shown.toString()).isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
  }

  @Test
  void there_are_no_more_registers_than_people_can_look_through() {
    var files = new ArrayList<RegisterFile>();
    for (int i = 0; i < 101; i++) files.add(new RegisterFile("registers/r" + i + ".yaml", ""));

    assertThat(Registers.read(files))
        .isInstanceOfSatisfying(
            RegistersReading.Mistaken.class,
            mistaken ->
                assertThat(mistaken.mistakes().getFirst().render())
                    .isEqualTo("registers: 101 descriptions, at most 100 were expected"));
  }

  @Test
  void a_description_with_anything_changed_is_read_or_its_mistakes_are_shown() {
    var files = Registers.descriptions();
    Seeds.check(
        400,
        random -> {
          int at = random.nextInt(files.size());
          var changed = new ArrayList<>(files);
          changed.set(
              at, new RegisterFile(files.get(at).path(), changed(files.get(at).text(), random)));

          switch (Registers.read(changed)) {
            case RegistersReading.Loaded(var registers) ->
                assertThat(registers.all()).hasSize(files.size());
            case RegistersReading.Mistaken(var mistakes) ->
                assertThat(mistakes)
                    .isNotEmpty()
                    .allSatisfy(mistake -> assertThat(mistake.render()).isNotBlank());
          }
        });
  }

  /// One line is dropped, doubled, moved in, cut, or one of another place is put in its stead.
  private static String changed(String text, Random random) {
    var lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.set(at, "  " + line);
      case 3 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
      case 4 -> lines.set(at, lines.get(random.nextInt(lines.size())));
      default ->
          lines.set(at, line + any(random, List.of(":", "]", " [", "\"", "x", ": 7", " {}")));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String any(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<RegisterFile> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(file -> new RegisterFile("registers/" + file.getFileName(), text(file)))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
