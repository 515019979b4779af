package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Act;
import probity.aims.register.History;
import probity.aims.register.Registers;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Entry;

/// A ledger that does not say in time whether it took an act. That act may be written at any time
/// after, so no other one takes its number.
class SilentLedgerTest {
  @TempDir Path folder;
  private Books books;
  private Silent log;
  private RegisterBook book;
  private Actor manager;

  /// Says nothing of a draft while it is silent, and writes it when it is told to.
  private static final class Silent implements RegisterLog {
    private final RegisterLog real;
    private boolean silent;
    private Optional<Appended> says = Optional.empty();
    private Optional<Draft> held = Optional.empty();

    Silent(RegisterLog real) {
      this.real = real;
    }

    @Override
    public String origin() {
      return real.origin();
    }

    @Override
    public List<Entry> entries() {
      return real.entries();
    }

    @Override
    public Appended append(Draft draft) {
      if (!silent) return real.append(draft);
      held = Optional.of(draft);
      if (says.isPresent()) return says.get();
      throw new IllegalStateException("nothing came within 30 seconds");
    }

    void write() {
      silent = false;
      real.append(held.orElseThrow());
    }
  }

  @BeforeEach
  void begin() {
    books = new Books(folder);
    manager = books.person("Mara Manager");
    log = new Silent(books.log());
    book =
        RegisterBook.open(
            Registers.ofProduct(),
            log,
            books.files().registers(),
            books.clock(),
            new SecureRandom());
  }

  @AfterEach
  void end() {
    books.close();
  }

  private Written issue(String name) {
    return book.write(
        manager,
        Edit.create(
            "issues",
            Map.of(
                "name", name,
                "side", "internal",
                "topic", "people",
                "relevant", "yes",
                "effect", "words",
                "owner", manager.person())));
  }

  private void silently(Runnable write) {
    log.silent = true;
    assertThatThrownBy(write::run).hasMessageContaining("30 seconds");
  }

  private List<String> numbered() {
    return log.entries().stream()
        .flatMap(entry -> Act.of(entry).stream())
        .filter(act -> act.register().equals("issues") && act.change().revises())
        .map(act -> act.record() + " " + act.revision())
        .toList();
  }

  @Test
  void while_it_is_not_known_nothing_else_is_written_of_any_kind() {
    History first = Books.done(issue("first"));
    silently(() -> issue("second"));
    log.silent = false;

    assertThat(
            List.of(
                issue("third"),
                book.comment(manager, first.id(), 1, "words"),
                book.propose(manager, first.id(), 1)))
        .allSatisfy(written ->
            assertThat(written)
                .isInstanceOfSatisfying(
                    Written.Refused.class,
                    refused -> {
                      assertThat(refused.why()).isEqualTo(Written.Why.UNWRITABLE);
                      assertThat(refused.sentence()).contains("what was written last");
                    }));
    assertThat(numbered()).containsExactly("issue-1 1");
  }

  @Test
  void an_act_that_was_written_late_is_taken_over_and_its_number_is_not_given_again() {
    silently(() -> issue("first"));
    log.write();

    var next = Books.done(issue("second"));

    assertThat(next.id()).isEqualTo("issue-2");
    assertThat(book.find("issue-1").map(History::title)).contains("first");
    assertThat(numbered()).containsExactly("issue-1 1", "issue-2 1");
  }

  @Test
  void a_failed_write_may_turn_up_and_one_that_was_never_tried_does_not() {
    log.silent = true;
    log.says = Optional.of(new Appended.Unwritable(Appended.WRITE_FAILED, "it went away"));
    assertThat(issue("first")).isInstanceOf(Written.Refused.class);
    log.write();
    assertThat(Books.done(issue("second")).id()).isEqualTo("issue-2");

    log.silent = true;
    log.says = Optional.of(new Appended.Unwritable("disk-full", "no space"));
    assertThat(issue("third")).isInstanceOf(Written.Refused.class);
    log.silent = false;
    assertThat(Books.done(issue("fourth")).id()).isEqualTo("issue-3");
  }

  @Test
  void a_revision_that_was_written_late_is_the_base_of_the_next() {
    History first = Books.done(issue("first"));
    var values = new HashMap<>(first.newest().values());
    values.put("name", "another");
    silently(() -> book.write(manager, Edit.edit(first, 1, values)));
    log.write();
    values.put("name", "a third");

    assertThat(book.write(manager, Edit.edit(first, 1, values)))
        .as("whoever did not see the second revision is told of it")
        .isInstanceOf(Written.Clashing.class);
    Books.done(book.write(manager, Edit.edit(book.find(first.id()).orElseThrow(), 2, values)));
    assertThat(numbered()).containsExactly("issue-1 1", "issue-1 2", "issue-1 3");
  }
}
