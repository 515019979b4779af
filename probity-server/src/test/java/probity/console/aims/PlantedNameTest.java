package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Change;
import probity.aims.register.Register;

class PlantedNameTest {
  private static final String NAME = "Zenobia Quarterstaff";

  @TempDir Path folder;

  @Test
  void a_name_in_every_field_of_every_register_stands_nowhere_in_the_ledger_and_in_no_clear_file()
      throws IOException {
    try (var books = new Books(folder)) {
      var manager = books.person(NAME);
      var book = books.book();
      for (Register register : book.registers().all()) {
        var values = books.values(register, NAME, new Random(1));
        var record = Books.done(book.write(manager, Edit.create(register.id(), values)));
        Books.done(book.comment(manager, record.id(), 1, "says " + NAME));
        if (register.approves().isEmpty()) continue;
        Books.done(book.propose(manager, record.id(), 1));
        var other = books.person(NAME);
        Books.done(
            book.decide(
                other,
                record.id(),
                new Decision(Change.RETURNED, 1, NAME + " returns it", NAME, Optional.of(NAME))));
      }
    }

    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String word : NAME.split(" ", -1)) {
          assertThat(bytes.contains(word)).as("%s in %s", word, folder.relativize(file)).isFalse();
        }
      }
    }
    assertThat(Files.exists(folder.resolve("ledger").resolve("records").resolve("checkpoint")))
        .isTrue();
  }
}
