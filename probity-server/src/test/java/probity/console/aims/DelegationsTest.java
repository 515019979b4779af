package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Act;
import probity.aims.register.Change;
import probity.aims.register.Duty;
import probity.aims.register.History;
import probity.aims.register.Standing;
import probity.console.Bearer;

/// Tom, of top management, is away from 2026-11-28 to 2026-12-10 and has Dora decide on risks.
class DelegationsTest {
  @TempDir Path folder;
  private Books books;
  private Actor manager;
  private Actor tom;
  private Actor dora;

  @BeforeEach
  void begin() {
    books = new Books(folder);
    manager = books.person("Mara Manager", Duty.AIMS_MANAGER);
    tom = books.person("Tom Top", Duty.TOP_MANAGEMENT, Duty.SYSTEM_OWNER);
    dora = books.person("Dora Deputy", Duty.SYSTEM_OWNER);
  }

  @AfterEach
  void end() {
    books.close();
  }

  private RegisterBook book() {
    return books.book();
  }

  private Map<String, String> leave(String... more) {
    var values =
        new HashMap<>(
            Map.of(
                "name", "Leave",
                "owner", tom.person(),
                "deputy", dora.person(),
                "registers", "risks",
                "from", "2026-11-28",
                "to", "2026-12-10",
                "grounds", "Two weeks of leave"));
    for (int i = 0; i < more.length; i += 2) values.put(more[i], more[i + 1]);
    values.values().removeIf(String::isEmpty);
    return values;
  }

  private History drafted(String... more) {
    return Books.done(book().write(tom, Edit.create("delegations", leave(more))));
  }

  private History delegated(String... more) {
    var draft = drafted(more);
    Books.done(book().propose(tom, draft.id(), 1));
    return Books.done(decide(manager, draft));
  }

  private Written decide(Actor by, History record, Change change) {
    int revision = book().find(record.id()).orElseThrow().newest().number();
    return book()
        .decide(by, record.id(), new Decision(change, revision, "", "because", Optional.empty()));
  }

  private Written decide(Actor by, History record) {
    return decide(by, record, Change.APPROVED);
  }

  /// A risk that waits for a decision.
  private History risk(Actor author, Actor proposer) {
    var register = book().registers().find("risks").orElseThrow();
    var values = books.values(register, "word", new Random(7));
    var record = Books.done(book().write(author, Edit.create("risks", values)));
    return Books.done(book().propose(proposer, record.id(), 1));
  }

  private History risk() {
    return risk(manager, manager);
  }

  private static void assertRefused(Written written, Written.Why why, String sentence) {
    assertThat(written)
        .isInstanceOfSatisfying(
            Written.Refused.class,
            refused -> {
              assertThat(refused.why()).isEqualTo(why);
              assertThat(refused.sentence()).contains(sentence);
            });
  }

  private void assertMayNot(Actor by, History record, String sentence) {
    assertRefused(decide(by, record), Written.Why.FORBIDDEN, sentence);
  }

  private void assertHoldsNot() {
    assertMayNot(dora, risk(), "this needs one of the roles");
  }

  @Test
  void a_deputy_decides_with_the_duty_of_who_delegated_and_the_record_says_for_whom() {
    var delegation = delegated();
    books.later(Duration.ofDays(1));

    var approved = Books.done(decide(dora, risk()));
    var returned = Books.done(decide(dora, risk(), Change.RETURNED));
    books.restart();

    assertThat(approved.standing()).isEqualTo(Standing.APPROVED);
    assertThat(returned.standing()).isEqualTo(Standing.RETURNED);
    var said = book().find(approved.id()).orElseThrow().approval().orElseThrow();
    assertThat(said.by()).isEqualTo(dora.person());
    assertThat(said.deputyFor()).isEqualTo(tom.person());
    assertThat(said.role()).isEqualTo(Duty.TOP_MANAGEMENT.word());
    assertThat(said.mandate()).isEqualTo(delegation.newest().leaf());
    var own = delegation.approval().orElseThrow();
    assertThat(own.deputyFor() + own.mandate()).isEmpty();
    assertThat(
            books.log().entries().stream()
                .flatMap(entry -> Act.of(entry).stream())
                .filter(act -> !act.mandate().isEmpty()))
        .hasSize(2)
        .allSatisfy(act -> assertThat(act.deputyFor()).isNotEmpty().isNotEqualTo(act.approver()));
  }

  @Test
  void it_holds_from_its_first_day_to_its_last() {
    delegated();
    assertHoldsNot();

    books.later(Duration.ofDays(13));
    Books.done(decide(dora, risk()));

    books.later(Duration.ofDays(1));
    assertHoldsNot();
  }

  @Test
  void it_holds_once_another_person_has_approved_it_and_until_it_is_archived_or_changed() {
    books.later(Duration.ofDays(1));
    var draft = drafted();
    assertHoldsNot();
    Books.done(book().propose(tom, draft.id(), 1));
    assertHoldsNot();
    assertMayNot(tom, draft, "nobody approves their own work");
    Books.done(decide(manager, draft));
    Books.done(decide(dora, risk()));

    Books.done(
        book()
            .write(
                tom, Edit.edit(draft, 1, leave("registers", "risks; scope", "to", "2026-12-20"))));
    assertHoldsNot();

    var other = delegated();
    Books.done(decide(dora, risk()));
    var archived =
        Books.done(
            book()
                .write(
                    manager, Edit.edit(other, 1, other.newest().values()).as(Change.ARCHIVED, "")));
    assertHoldsNot();
    Books.done(
        book()
            .write(
                manager, Edit.edit(archived, 2, other.newest().values()).as(Change.RESTORED, "")));
    assertHoldsNot();
  }

  @Test
  void it_holds_in_the_registers_that_it_names_and_in_all_where_it_names_none() {
    books.later(Duration.ofDays(1));
    var first = delegated("registers", "scope");
    assertHoldsNot();

    delegated("registers", "");

    Books.done(decide(dora, risk()));
    var delegation = drafted("deputy", "person-1");
    Books.done(book().propose(tom, delegation.id(), 1));
    assertThat(first.standing()).isEqualTo(Standing.APPROVED);
    assertMayNot(dora, delegation, "this needs one of the roles");
  }

  @Test
  void nobody_decides_on_work_of_either_of_the_two() {
    delegated();
    books.later(Duration.ofDays(1));

    assertMayNot(dora, risk(dora, dora), "nobody approves their own work:");
    assertMayNot(dora, risk(manager, dora), "nobody approves their own work:");
    assertMayNot(dora, risk(tom, manager), "through a deputy");
    assertMayNot(dora, risk(manager, tom), "through a deputy");
  }

  @Test
  void nobody_is_lent_a_decision_about_themself() {
    delegated("registers", "people");
    books.later(Duration.ofDays(1));
    Books.done(book().propose(manager, dora.person(), 1));

    var self = book().find(dora.person()).orElseThrow();

    assertMayNot(dora, self, "this needs one of the roles");
  }

  @Test
  void nobody_approves_a_delegation_to_themself() {
    var draft = drafted("deputy", manager.person());
    Books.done(book().propose(tom, draft.id(), 1));

    assertMayNot(manager, draft, "nobody decides on a delegation to themself");
  }

  @Test
  void it_ends_with_the_duties_and_the_last_day_of_who_delegated() {
    books.later(Duration.ofDays(1));
    delegated();
    var person = book().find(tom.person()).orElseThrow();
    var values = new HashMap<>(person.newest().values());
    values.put("duties", "system-owner");
    var less = Books.done(book().write(manager, Edit.edit(person, 1, values)));
    assertHoldsNot();

    values.put("duties", "top-management");
    var again = Books.done(book().write(manager, Edit.edit(less, 2, values)));
    Books.done(decide(dora, risk()));

    values.put("until", "2026-11-27");
    Books.done(book().write(manager, Edit.edit(again, 3, values)));
    assertHoldsNot();
  }

  @Test
  void only_who_delegates_proposes_it_and_no_program_does() {
    var draft = drafted();

    assertRefused(
        book().propose(manager, draft.id(), 1),
        Written.Why.FORBIDDEN,
        "proposed by who delegates, and nobody else");
    assertRefused(
        book()
            .propose(
                new Actor(tom.person(), tom.duties(), Bearer.METHOD, tom.authenticated()),
                draft.id(),
                1),
        Written.Why.FORBIDDEN,
        "a token delegates nothing");
    assertThat(book().find(draft.id()).orElseThrow().standing()).isEqualTo(Standing.DRAFT);
  }

  @Test
  void nobody_delegates_what_they_may_not_do() {
    var values = leave("owner", dora.person(), "deputy", tom.person());
    var draft = Books.done(book().write(dora, Edit.create("delegations", values)));

    assertRefused(
        book().propose(dora, draft.id(), 1),
        Written.Why.FORBIDDEN,
        "nobody delegates what they may not do");
    assertThat(dora.duties()).isEqualTo(Set.of(Duty.SYSTEM_OWNER));
  }

  @Test
  void it_is_for_another_person_and_for_so_many_days() {
    assertRefused(
        book().propose(tom, drafted("deputy", tom.person()).id(), 1),
        Written.Why.INVALID,
        "another person than who delegates");
    assertRefused(
        book().propose(tom, drafted("to", "2026-11-27").id(), 1), Written.Why.INVALID, "not 0");
    assertRefused(
        book().propose(tom, drafted("to", "2027-02-28").id(), 1), Written.Why.INVALID, "not 93");
    Books.done(book().propose(tom, drafted("to", "2027-02-27").id(), 1));
  }
}
