package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Act;
import probity.aims.register.Change;
import probity.aims.register.Duty;

class BookDirectoryTest {
  @TempDir Path folder;

  @Test
  void who_has_a_last_day_is_here_until_it_is_over() {
    try (var books = new Books(folder)) {
      var directory = new BookDirectory(books.book(), books.clock());
      var manager = books.person("Mara Manager");
      var auditor = books.person("Eve Auditor", Duty.EXTERNAL_AUDITOR);
      var record = books.book().find(auditor.person()).orElseThrow();
      var values = new HashMap<>(record.newest().values());

      values.put("until", "2026-11-27");
      Books.done(books.book().write(manager, Edit.edit(record, 1, values)));
      assertThat(directory.member(auditor.person())).isPresent();

      values.put("until", "2026-11-26");
      Books.done(books.book().write(manager, Edit.edit(record, 2, values)));
      assertThat(directory.member(auditor.person())).isEmpty();
      assertThat(directory.members()).hasSize(1);
    }
  }

  @Test
  void people_are_found_by_their_ids_and_leave_when_they_are_archived() {
    try (var books = new Books(folder)) {
      var directory = new BookDirectory(books.book(), books.clock());
      var manager = books.person("Mara Manager");
      String id =
          directory.enrol(
              "Ada", "ada@example.org", Set.of(Duty.RISK_OWNER), Books.signedIn(manager));

      assertThat(directory.member(id).orElseThrow().duties()).containsExactly(Duty.RISK_OWNER);
      var act =
          books.log().entries().stream()
              .flatMap(entry -> Act.of(entry).stream())
              .filter(one -> one.record().equals(id))
              .findFirst()
              .orElseThrow();
      assertThat(act.authentication()).as("of who did it").isEqualTo("password");
      assertThat(act.authenticated()).isEqualTo(manager.authenticated());
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
