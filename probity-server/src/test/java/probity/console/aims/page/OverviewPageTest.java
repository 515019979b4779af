package probity.console.aims.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Change;
import probity.aims.register.Duty;
import probity.aims.register.History;
import probity.console.Member;
import probity.console.aims.Actor;
import probity.console.aims.Books;
import probity.console.aims.Decision;
import probity.console.aims.Edit;

class OverviewPageTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

  @TempDir Path folder;
  private Books books;
  private Actor manager;
  private Actor boss;

  @BeforeEach
  void begin() {
    books = new Books(folder);
    manager = books.person("Mara Manager");
    boss = books.person("Tom Top", Duty.TOP_MANAGEMENT);
  }

  @AfterEach
  void end() {
    books.close();
  }

  private History risk(String name, String review) {
    var register = books.book().registers().find("risks").orElseThrow();
    Map<String, String> values = new HashMap<>(books.values(register, "word", new Random(7)));
    values.put("name", name);
    values.put("owner", manager.person());
    values.put("review", review);
    return Books.done(books.book().write(manager, Edit.create("risks", values)));
  }

  private OverviewPage seenBy(Actor who) {
    var name = books.book().find(who.person()).orElseThrow().title();
    return OverviewPage.of(books.book(), new Member(who.person(), name, who.duties()), TODAY);
  }

  private void decide(History record, Change change, String reason) {
    Books.done(
        books
            .book()
            .decide(boss, record.id(), new Decision(change, 1, "", reason, Optional.empty())));
  }

  @Test
  void what_was_proposed_waits_for_who_may_decide_and_not_for_who_wrote_it() {
    var record = risk("Bias", "2027-01-31");
    Books.done(books.book().propose(manager, record.id(), 1));

    assertThat(seenBy(manager).waiting()).isEmpty();
    assertThat(seenBy(boss).waiting())
        .singleElement()
        .satisfies(waiting -> {
          assertThat(waiting.title()).isEqualTo("Waits for your decision");
          assertThat(waiting.items().getFirst().href()).isEqualTo("/registers/risks/risk-1");
          assertThat(waiting.items().getFirst().note()).contains("proposed by Mara Manager");
        });
  }

  @Test
  void what_was_returned_comes_back_with_its_reason_until_it_is_proposed_again() {
    var record = risk("Bias", "2027-01-31");
    Books.done(books.book().propose(manager, record.id(), 1));
    decide(record, Change.RETURNED, "say for whom");

    assertThat(seenBy(boss).waiting()).isEmpty();
    assertThat(seenBy(manager).waiting().getFirst().items().getFirst().note())
        .isEqualTo("Returned: say for whom");

    Books.done(books.book().propose(manager, record.id(), 1));
    assertThat(seenBy(manager).waiting()).isEmpty();
  }

  @Test
  void a_review_that_is_overdue_waits_for_its_owner_and_counts_in_its_group() {
    risk("due tomorrow", "2026-11-28");
    risk("due yesterday", "2026-11-26");

    var page = seenBy(manager);

    assertThat(page.waiting().getFirst().items())
        .extracting(OverviewPage.Item::note)
        .containsExactly("review was due 2026-11-26");
    assertThat(page.groups().stream().filter(one -> one.title().equals("Risk")))
        .singleElement()
        .satisfies(group -> {
          assertThat(group.records()).isEqualTo(2);
          assertThat(group.overdue()).isEqualTo(1);
        });
    assertThat(seenBy(boss).waiting()).isEmpty();
  }

  @Test
  void a_comment_after_the_proposal_does_not_make_its_writer_the_proposer() {
    var risk = risk("first", "2027-01-31");
    Books.done(books.book().propose(manager, risk.id(), 1));
    books.tick();
    Books.done(books.book().comment(boss, risk.id(), 1, "a question"));

    assertThat(seenBy(boss).waiting().getFirst().items())
        .extracting(OverviewPage.Item::note)
        .singleElement()
        .asString()
        .startsWith("proposed by Mara Manager, ");
  }

  @Test
  void more_than_fits_is_counted() {
    for (int i = 0; i < OverviewPage.ITEMS_MAX + 2; i++) risk("risk " + i, "2026-11-26");

    var waiting = seenBy(manager).waiting().getFirst();

    assertThat(waiting.items()).hasSize(OverviewPage.ITEMS_MAX);
    assertThat(waiting.more()).isEqualTo(2);
  }

  @Test
  void the_newest_acts_come_first_and_what_is_archived_is_not_there() {
    var first = risk("first", "2027-01-31");
    books.tick();
    risk("second", "2027-01-31");
    books.tick();
    var archiving = Edit.edit(first, 1, first.newest().values()).as(Change.ARCHIVED, "");
    Books.done(books.book().write(manager, archiving));

    var acts = seenBy(boss).acts();

    assertThat(acts.getFirst())
        .satisfies(act -> {
          assertThat(act.who()).isEqualTo("Mara Manager");
          assertThat(act.what()).isEqualTo("created");
          assertThat(act.title()).isEqualTo("second");
        });
    assertThat(acts).extracting(OverviewPage.Act::title).doesNotContain("first");
  }
}
