package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Change;
import probity.aims.register.Duty;
import probity.console.aims.RegisterBook.Edit;

class BookDirectoryTest {
  @TempDir Path folder;

  @Test
  void people_are_found_by_their_ids_and_leave_when_they_are_archived() {
    try (var books = new Books(folder)) {
      var directory = new BookDirectory(books.book());
      var manager = books.person("Mara Manager");
      String id =
          directory.enrol("Ada", "ada@example.org", Set.of(Duty.RISK_OWNER), manager.person());

      assertThat(directory.member(id).orElseThrow().duties()).containsExactly(Duty.RISK_OWNER);
      assertThat(directory.members()).hasSize(2);
      assertThat(directory.member("person-99")).isEmpty();
      assertThat(directory.member("risk-1")).isEmpty();

      var record = books.book().find(id).orElseThrow();
      var edit = Edit.edit(record, 1, record.newest().values()).as(Change.ARCHIVED, "");
      Books.done(books.book().write(manager, edit));

      assertThat(directory.member(id)).isEmpty();
      assertThat(directory.members()).hasSize(1);
    }
  }
}
