package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/life.md explains every word with which something is refused, and no other.
class LifeDocumentTest {
  private static final Pattern GIVEN =
      Pattern.compile("(?:new Objection\\(|Result\\.refused\\(|refuse\\(entry,)\\s*\"([a-z-]+)\"");

  @Test
  void every_word_of_a_refusal_is_explained() throws IOException {
    var given = new TreeSet<String>();
    for (String folder :
        new String[] {
          "../probity-core/src/main/java/probity/policy/life",
          "src/main/java/probity/control",
          "src/main/java/probity/server"
        }) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          GIVEN
              .matcher(Files.readString(file))
              .results()
              .forEach(match -> given.add(match.group(1)));
        }
      }
    }
    String page = Files.readString(Path.of("../docs/life.md"));
    String table = page.substring(page.indexOf("| word | what is wrong |"));
    var explained = new TreeSet<String>();
    table
        .lines()
        .skip(2)
        .map(row -> row.split("\\|", -1)[1])
        .forEach(words ->
            Pattern.compile("`([a-z-]+)`")
                .matcher(words)
                .results()
                .forEach(word -> explained.add(word.group(1))));

    assertThat(given).hasSizeGreaterThan(20);
    assertThat(explained).isEqualTo(given);
  }
}
