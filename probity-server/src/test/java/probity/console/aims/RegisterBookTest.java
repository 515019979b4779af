package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
import probity.aims.register.Register;
import probity.aims.register.Standing;

class RegisterBookTest {
  @TempDir Path folder;
  private Books books;
  private Actor manager;

  @BeforeEach
  void begin() {
    books = new Books(folder);
    manager = books.person("Mara Manager");
  }

  @AfterEach
  void end() {
    books.close();
  }

  private RegisterBook book() {
    return books.book();
  }

  private History risk(Actor by, String name) {
    return Books.done(book().write(by, Edit.create("risks", riskValues(name))));
  }

  private Map<String, String> riskValues(String name) {
    var register = book().registers().find("risks").orElseThrow();
    var values = new HashMap<>(books.values(register, "word", new Random(7)));
    values.put("name", name);
    return values;
  }

  private static Map<String, String> with(History record, String field, String value) {
    var values = new HashMap<>(record.newest().values());
    values.put(field, value);
    return values;
  }

  private Decision approval(History record) {
    return new Decision(
        Change.APPROVED, record.newest().number(), "I approve it", "", Optional.empty());
  }

  @Test
  void what_was_written_is_there_at_once_and_after_a_restart() {
    var written = risk(manager, "Bias against applicants");
    assertThat(book().find(written.id())).contains(written);

    var before = book().records("risks");
    books.restart();

    assertThat(book().records("risks")).isEqualTo(before);
    assertThat(book().find(written.id()).orElseThrow().title())
        .isEqualTo("Bias against applicants");
    assertThat(book().find(written.id()).orElseThrow().newest().author())
        .isEqualTo(manager.person());
  }

  @Test
  void records_are_numbered_and_no_number_comes_twice() {
    assertThat(risk(manager, "one").id()).isEqualTo("risk-1");
    assertThat(risk(manager, "two").id()).isEqualTo("risk-2");

    books.restart();

    assertThat(risk(manager, "three").id()).isEqualTo("risk-3");
  }

  @Test
  void two_who_edit_other_fields_of_one_revision_both_keep_their_work() {
    var record = risk(manager, "first name");

    Books.done(book().write(manager, Edit.edit(record, 1, with(record, "name", "better name"))));
    var both =
        Books.done(
            book().write(manager, Edit.edit(record, 1, with(record, "review", "2027-01-31"))));

    assertThat(both.newest().number()).isEqualTo(3);
    assertThat(both.newest().change()).isEqualTo(Change.MERGED);
    assertThat(both.title()).isEqualTo("better name");
    assertThat(both.newest().value("review")).isEqualTo("2027-01-31");
  }

  @Test
  void two_who_edit_the_same_field_are_asked_and_nothing_is_written() {
    var record = risk(manager, "first name");
    Books.done(book().write(manager, Edit.edit(record, 1, with(record, "name", "theirs"))));

    var second = book().write(manager, Edit.edit(record, 1, with(record, "name", "mine")));

    assertThat(second).isInstanceOf(Written.Clashing.class);
    var clash = ((Written.Clashing) second).clashes().getFirst();
    assertThat(clash.theirs()).isEqualTo("theirs");
    assertThat(clash.mine()).isEqualTo("mine");
    assertThat(book().find(record.id()).orElseThrow().newest().number()).isEqualTo(2);
  }

  @Test
  void saving_what_is_there_already_writes_nothing() {
    var record = risk(manager, "same");

    var again = Books.done(book().write(manager, Edit.edit(record, 1, record.newest().values())));

    assertThat(again.newest().number()).isEqualTo(1);
  }

  @Test
  void nobody_approves_their_own_work_and_an_edit_voids_an_approval() {
    var boss = books.person("Tom Top", Duty.TOP_MANAGEMENT, Duty.RISK_OWNER);
    var record = risk(boss, "own work");
    record = Books.done(book().propose(boss, record.id(), 1));

    assertThat(book().decide(boss, record.id(), approval(record)))
        .isInstanceOfSatisfying(
            Written.Refused.class,
            refused -> assertThat(refused.sentence()).contains("nobody approves their own work"));

    var approved = Books.done(book().decide(manager, record.id(), approval(record)));
    assertThat(approved.standing()).isEqualTo(Standing.APPROVED);
    assertThat(approved.approval().orElseThrow().by()).isEqualTo(manager.person());

    var edited =
        Books.done(book().write(manager, Edit.edit(approved, 1, with(approved, "name", "other"))));
    assertThat(edited.standing()).isEqualTo(Standing.DRAFT);
  }

  @Test
  void whoever_proposed_or_edited_since_the_last_approval_may_not_approve() {
    var boss = books.person("Tom Top", Duty.TOP_MANAGEMENT, Duty.RISK_OWNER);
    var record = risk(manager, "shared work");
    record = Books.done(book().write(boss, Edit.edit(record, 1, with(record, "name", "ours"))));
    record = Books.done(book().propose(manager, record.id(), 2));

    assertThat(book().decide(boss, record.id(), approval(record)))
        .isInstanceOf(Written.Refused.class);
    assertThat(book().decide(manager, record.id(), approval(record)))
        .isInstanceOf(Written.Refused.class);
  }

  @Test
  void returning_and_rejecting_need_a_reason_and_a_decision_needs_a_proposal() {
    var boss = books.person("Tom Top", Duty.TOP_MANAGEMENT, Duty.RISK_OWNER);
    var record = risk(manager, "not proposed");

    assertThat(book().decide(boss, record.id(), approval(record)))
        .isInstanceOfSatisfying(
            Written.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Written.Why.STALE));

    record = Books.done(book().propose(manager, record.id(), 1));
    var bare = new Decision(Change.RETURNED, 1, "I return it", " ", Optional.empty());
    assertThat(book().decide(boss, record.id(), bare))
        .isInstanceOfSatisfying(
            Written.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Written.Why.INVALID));
    var reasoned =
        new Decision(Change.RETURNED, 1, "I return it", "cause unclear", Optional.empty());
    assertThat(Books.done(book().decide(boss, record.id(), reasoned)).standing())
        .isEqualTo(Standing.RETURNED);
  }

  @Test
  void what_was_approved_is_the_revision_that_was_shown() {
    var boss = books.person("Tom Top", Duty.TOP_MANAGEMENT, Duty.RISK_OWNER);
    var record = risk(manager, "moves");
    var shown = Books.done(book().propose(manager, record.id(), 1));
    Books.done(book().write(manager, Edit.edit(record, 1, with(record, "name", "moved"))));

    assertThat(book().decide(boss, record.id(), approval(shown)))
        .isInstanceOfSatisfying(
            Written.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Written.Why.STALE));
  }

  @Test
  void nobody_changes_their_own_duties() {
    var self = book().find(manager.person()).orElseThrow();

    var written = book().write(manager, Edit.edit(self, 1, with(self, "duties", "top-management")));

    assertThat(written)
        .isInstanceOfSatisfying(
            Written.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Written.Why.FORBIDDEN));
  }

  @Test
  void nobody_lengthens_their_own_duties() {
    var other = books.person("Olga Other", Duty.ADMINISTRATOR);
    var self = book().find(other.person()).orElseThrow();

    assertThat(book().write(other, Edit.edit(self, 1, with(self, "until", "2099-01-01"))))
        .isInstanceOfSatisfying(
            Written.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Written.Why.FORBIDDEN));
    Books.done(book().write(manager, Edit.edit(self, 1, with(self, "until", "2027-01-01"))));
  }

  @Test
  void who_was_archived_meanwhile_acts_no_more() {
    var leaver = books.person("Leo Leaver", Duty.RISK_OWNER);
    var record = risk(manager, "here");
    var self = book().find(leaver.person()).orElseThrow();
    Books.done(
        book().write(manager, Edit.edit(self, 1, self.newest().values()).as(Change.ARCHIVED, "")));

    assertThat(book().write(leaver, Edit.create("risks", riskValues("late"))))
        .isInstanceOf(Written.Refused.class);
    assertThat(book().comment(leaver, record.id(), 1, "late")).isInstanceOf(Written.Refused.class);
    assertThat(book().propose(leaver, record.id(), 1)).isInstanceOf(Written.Refused.class);
  }

  @Test
  void of_one_record_so_much_is_said_and_no_more() {
    var record = risk(manager, "talked about");
    for (int i = 0; i < 2_000; i++) Books.done(book().comment(manager, record.id(), 1, "c" + i));

    assertThat(book().comment(manager, record.id(), 1, "one more"))
        .isInstanceOf(Written.Refused.class);
    assertThat(book().propose(manager, record.id(), 1)).isInstanceOf(Written.Done.class);
  }

  @Test
  void nobody_closes_what_is_theirs() {
    var register = book().registers().find("nonconformities").orElseThrow();
    var worker = books.person("Wim Worker", Duty.RISK_OWNER);
    var owner = books.person("Olga Owner", Duty.RISK_OWNER);
    var values = books.values(register, "word", new Random(9));
    values.put("status", "open");
    values.put("owner", owner.person());
    var record = Books.done(book().write(worker, Edit.create("nonconformities", values)));
    values.put("status", "closed");

    for (Actor own : List.of(worker, owner)) {
      assertThat(book().write(own, Edit.edit(record, 1, values)))
          .isInstanceOfSatisfying(
              Written.Refused.class,
              refused -> assertThat(refused.sentence()).contains("from another person"));
    }
    assertThat(book().write(worker, Edit.create("nonconformities", values)))
        .isInstanceOf(Written.Refused.class);

    assertThat(Books.done(book().write(manager, Edit.edit(record, 1, values))).newest().number())
        .isEqualTo(2);
  }

  @Test
  void who_lacks_the_role_writes_nothing() {
    var auditor = books.person("Eve Auditor", Duty.EXTERNAL_AUDITOR);

    assertThat(book().write(auditor, Edit.create("risks", riskValues("x"))))
        .isInstanceOfSatisfying(
            Written.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Written.Why.FORBIDDEN));
    var record = risk(manager, "seen");
    assertThat(book().comment(auditor, record.id(), 1, "hm")).isInstanceOf(Written.Refused.class);
  }

  @Test
  void every_fault_of_a_record_is_told_at_once() {
    var written =
        book()
            .write(
                manager,
                Edit.create(
                    "risks", Map.of("review", "soon", "owner", "person-99", "nonsense", "x")));

    assertThat(((Written.Refused) written).objections())
        .extracting(one -> one.field())
        .contains("review", "nonsense");
  }

  @Test
  void links_lead_to_records_that_are_there_and_back() {
    var record = risk(manager, "linked");
    var register = book().registers().find("treatments").orElseThrow();
    var values = new HashMap<>(books.values(register, "plan", new Random(3)));
    var link =
        register.fields().stream()
            .filter(field -> field.type().toString().contains("risks"))
            .findFirst()
            .orElseThrow();
    values.put(link.id(), record.id());

    var treatment = Books.done(book().write(manager, Edit.create("treatments", values)));

    assertThat(book().linksTo(record.id())).containsExactly(treatment);
    values.put(link.id(), "risk-999");
    assertThat(
            ((Written.Refused) book().write(manager, Edit.create("treatments", values))).sentence())
        .contains("there is no record `risk-999`");
  }

  @Test
  void a_view_as_of_a_time_is_what_stood_then() {
    var random = new Random(11);
    var boss = books.person("Tom Top", Duty.TOP_MANAGEMENT, Duty.RISK_OWNER);
    var then = new HashMap<String, List<History>>();
    for (int step = 0; step < 60; step++) {
      act(random, boss);
      then.put(books.tick(), book().records("risks"));
    }
    books.restart();

    then.forEach((time, records) -> {
      var view = new ArrayList<History>();
      book().records("risks").forEach(record -> record.asOf(time).ifPresent(view::add));
      assertThat(view).as(time).isEqualTo(records);
    });
  }

  private void act(Random random, Actor boss) {
    var records = book().records("risks");
    if (records.isEmpty() || random.nextInt(5) == 0) {
      risk(manager, "risk " + random.nextInt());
      return;
    }
    var record = records.get(random.nextInt(records.size()));
    int newest = record.newest().number();
    switch (random.nextInt(6)) {
      case 0 ->
          book()
              .write(
                  manager, Edit.edit(record, newest, with(record, "name", "n" + random.nextInt())));
      case 1 -> book().propose(manager, record.id(), newest);
      case 2 -> book().decide(boss, record.id(), approval(record));
      case 3 -> book().comment(manager, record.id(), newest, "comment " + random.nextInt());
      case 4 ->
          book()
              .write(
                  manager,
                  Edit.edit(record, newest, record.newest().values()).as(Change.ARCHIVED, ""));
      default ->
          book()
              .write(
                  manager,
                  Edit.edit(record, newest, record.newest().values()).as(Change.RESTORED, ""));
    }
  }

  @Test
  void every_register_takes_what_its_description_promises() {
    for (Register register : book().registers().all()) {
      for (int seed = 0; seed < 3; seed++) {
        var values = books.values(register, "Word", new Random(seed));
        // The first text of a person is the name by which forms offer them.
        if (register.id().equals("people")) values.put("name", "Person " + seed);
        Books.done(book().write(manager, Edit.create(register.id(), values)));
      }
    }
    var before = book().registers().all().stream().map(one -> book().records(one.id())).toList();

    books.restart();

    assertThat(book().registers().all().stream().map(one -> book().records(one.id())).toList())
        .isEqualTo(before);
  }
}
