package probity.console.aims.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
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
import probity.aims.register.Duty;
import probity.aims.register.Register;
import probity.aims.register.Standing;
import probity.console.Ask;
import probity.console.Fresh;
import probity.console.Freshness;
import probity.console.Page;
import probity.console.Proof;
import probity.console.Visit;
import probity.console.aims.Actor;
import probity.console.aims.BookDirectory;
import probity.console.aims.Books;
import probity.console.aims.Edit;
import probity.console.aims.ErasableKeys;
import probity.console.aims.Erasure;
import probity.console.aims.Imports;
import probity.store.account.Database;
import probity.store.account.SqliteErasures;

class RegisterPagesTest {
  private static final String SCRIPT = "<script>alert(1)</script>\"'&";

  @TempDir Path folder;
  private final List<String> removed = new ArrayList<>();
  private Books books;
  private Database database;
  private Desk desk;
  private Actor manager;
  private Actor boss;
  private Actor auditor;

  /// Everybody has just proved who they are.
  private final class Just implements Freshness {
    @Override
    public Optional<Fresh> of(Visit visit, Ask ask) {
      return Optional.of(
          new Fresh(Proof.Method.PASSWORD, books.clock().instant(), Optional.empty()));
    }

    @Override
    public Page ask(Visit visit, Ask ask) {
      throw new AssertionError("nobody is asked");
    }
  }

  @BeforeEach
  void begin() throws IOException {
    books = new Books(folder);
    manager = books.person("Mara Manager");
    boss = books.person("Tom Top", Duty.TOP_MANAGEMENT, Duty.DATA_PROTECTION);
    auditor = books.person("Eve Auditor", Duty.EXTERNAL_AUDITOR);
    var book = books.book();
    var clock = books.clock();
    var random = new SecureRandom();
    database = Database.open(folder);
    var people = new BookDirectory(book, clock);
    desk =
        new Desk(
            people,
            List.of(
                new RegisterPages(book, clock),
                new ImportPages(book, new Imports(book, clock, random), random),
                new RecordPages(book, clock),
                new DecisionPages(book, new Just()),
                new ErasurePages(
                    book,
                    new Erasure(
                        books.log(), books.files().registers(), books.files(), clock, random),
                    new SqliteErasures(database, new byte[32], random),
                    people,
                    new Just(),
                    removed::add,
                    clock,
                    random)));
  }

  @AfterEach
  void end() {
    desk.close();
    database.close();
    books.close();
  }

  private Map<String, String> risk(String name) {
    var register = books.book().registers().find("risks").orElseThrow();
    var values = new HashMap<>(books.values(register, "word", new Random(5)));
    values.put("name", name);
    return values;
  }

  private static String[] form(Map<String, String> values, String... more) {
    var parts = new ArrayList<String>(List.of(more));
    values.forEach((field, value) ->
        value
            .lines()
            .forEach(line -> {
              parts.add("f_" + field);
              parts.add(line);
            }));
    return parts.toArray(String[]::new);
  }

  @Test
  void a_deputy_decides_and_pages_say_for_whom_and_by_what() {
    var deputy = books.person("Dora Deputy", Duty.SYSTEM_OWNER);
    var leave =
        Map.of(
            "name", "Leave",
            "owner", boss.person(),
            "deputy", deputy.person(),
            "registers", "risks",
            "from", "2026-11-27",
            "to", "2026-12-10",
            "grounds", "Two weeks of leave");
    String path = "/registers/delegations/delegation-1";
    desk.post(boss.person(), "/registers/delegations/new", form(leave));
    assertThat(desk.get(manager.person(), path).body())
        .contains("Not in force")
        .doesNotContain(path + "/propose");
    assertThat(desk.get(boss.person(), path).body()).contains(path + "/propose");
    desk.post(boss.person(), path + "/propose", "revision", "1");
    desk.post(manager.person(), path + "/decide/approved", "revision", "1");
    assertThat(desk.get(auditor.person(), path).body())
        .contains("In force")
        .doesNotContain("Not in force");

    desk.post(manager.person(), "/registers/risks/new", form(risk("Unfair ranking")));
    assertThat(desk.get(deputy.person(), "/registers/risks/risk-1").body())
        .doesNotContain("Decide on it");
    desk.post(manager.person(), "/registers/risks/risk-1/propose", "revision", "1");
    assertThat(desk.get(deputy.person(), "/registers/risks/risk-1").body())
        .contains("Decide on it");
    var entry = books.book().find("delegation-1").orElseThrow().newest().leaf().substring(0, 16);
    assertThat(desk.get(deputy.person(), "/registers/risks/risk-1/decide/approved").body())
        .contains("As Top management, by delegation-1 (entry " + entry + "), I approve revision 1");
    desk.post(deputy.person(), "/registers/risks/risk-1/decide/approved", "revision", "1");

    assertThat(desk.get(auditor.person(), "/registers/risks/risk-1").body())
        .contains("Dora Deputy for " + name(boss) + ", by delegation-1");
  }

  private String name(Actor actor) {
    return books.book().find(actor.person()).orElseThrow().title();
  }

  @Test
  void a_record_is_written_seen_changed_proposed_and_approved() {
    var made = desk.post(manager.person(), "/registers/risks/new", form(risk("Unfair ranking")));
    assertThat(Desk.location(made)).isEqualTo("/registers/risks/risk-1");
    assertThat(desk.get(auditor.person(), "/registers/risks").body()).contains("Unfair ranking");

    var values = risk("Unfair ranking of applicants");
    var edited =
        desk.post(manager.person(), "/registers/risks/risk-1/edit", form(values, "base", "1"));
    assertThat(Desk.location(edited)).isEqualTo("/registers/risks/risk-1");
    desk.post(manager.person(), "/registers/risks/risk-1/propose", "revision", "2");
    assertThat(desk.get(boss.person(), "/registers/risks/risk-1").body()).contains("Decide on it");
    assertThat(desk.get(manager.person(), "/registers/risks/risk-1").body())
        .contains("nobody approves their own work");

    var said = desk.get(boss.person(), "/registers/risks/risk-1/decide/approved?revision=2").body();
    assertThat(said).contains("As Top management I approve revision 2 of risk-1");
    desk.post(boss.person(), "/registers/risks/risk-1/decide/approved", "revision", "2");

    var record = books.book().find("risk-1").orElseThrow();
    assertThat(record.standing()).isEqualTo(Standing.APPROVED);
    var again = desk.get(boss.person(), "/registers/risks/risk-1/decide/approved?revision=2");
    assertThat(again.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(desk.get(auditor.person(), "/registers/risks/risk-1").body())
        .contains("attested by the operator's console (password)", record.newest().leaf());
  }

  @Test
  void a_form_that_two_filled_shows_both_texts_and_loses_none() {
    desk.post(manager.person(), "/registers/risks/new", form(risk("begun")));
    desk.post(
        manager.person(), "/registers/risks/risk-1/edit", form(risk("their words"), "base", "1"));

    var second =
        desk.post(
            manager.person(), "/registers/risks/risk-1/edit", form(risk("my words"), "base", "1"));

    assertThat(second.statusCode()).isEqualTo(422);
    assertThat(second.body())
        .contains("they wrote: their words", "you wrote: my words", "name=\"base\" value=\"2\"");
    assertThat(books.book().find("risk-1").orElseThrow().title()).isEqualTo("their words");
  }

  @Test
  void a_wrong_form_is_shown_again_with_every_fault_and_all_words() {
    var values = risk("kept words");
    values.put("review", "next week");

    var answer = desk.post(manager.person(), "/registers/risks/new", form(values));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("#f_review", "kept words", "not `next week`");
    assertThat(books.book().records("risks")).isEmpty();
  }

  @Test
  void script_in_any_field_of_any_register_is_text() {
    for (Register register : books.book().registers().all()) {
      var values = books.values(register, SCRIPT, new Random(2));
      var record = Books.done(books.book().write(manager, Edit.create(register.id(), values)));
      Books.done(books.book().comment(manager, record.id(), 1, SCRIPT));

      for (String path : List.of("", "/" + record.id(), "/" + record.id() + "/edit")) {
        var body = desk.get(manager.person(), "/registers/" + register.id() + path).body();
        assertThat(body).as(register.id() + path).doesNotContain("<script>alert");
      }
    }
  }

  @Test
  void who_may_not_write_is_refused_on_the_server_whatever_the_page_showed() {
    desk.post(manager.person(), "/registers/risks/new", form(risk("mine")));

    for (String path :
        List.of("/new", "/risk-1/edit", "/risk-1/archive", "/risk-1/propose", "/risk-1/comment")) {
      var answer =
          desk.post(
              auditor.person(),
              "/registers/risks" + path,
              form(risk("theirs"), "base", "1", "revision", "1", "comment", "x"));
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
    }
    assertThat(desk.get(auditor.person(), "/registers/risks/risk-1/edit").statusCode())
        .isEqualTo(403);
    assertThat(desk.get(auditor.person(), "/registers/risks/import").statusCode()).isEqualTo(403);
    assertThat(desk.get(manager.person(), "/registers/risks/risk-1/decide").statusCode())
        .isEqualTo(403);
    assertThat(books.book().find("risk-1").orElseThrow().revisions()).hasSize(1);
  }

  @Test
  void a_record_is_found_under_its_own_register_alone() {
    desk.post(manager.person(), "/registers/risks/new", form(risk("here")));

    assertThat(desk.get(manager.person(), "/registers/findings/risk-1").statusCode())
        .isEqualTo(404);
    assertThat(desk.get(manager.person(), "/registers/nothing/risk-1").statusCode()).isEqualTo(404);
    assertThat(desk.get(manager.person(), "/registers/risks/risk-2").statusCode()).isEqualTo(404);
  }

  @Test
  void words_that_name_somebody_are_for_those_who_keep_the_register() {
    var register = books.book().registers().find("nonconformities").orElseThrow();
    var values = books.values(register, "Rita Reporter", new Random(4));
    var field =
        register.fields().stream()
            .filter(one -> one.type() instanceof probity.aims.register.FieldType.Personal)
            .findFirst()
            .orElseThrow();
    register.fields().stream()
        .filter(one -> !one.equals(field) && values.getOrDefault(one.id(), "").contains("Rita"))
        .forEach(one -> values.put(one.id(), "plain words"));
    Books.done(books.book().write(manager, Edit.create("nonconformities", values)));
    String id = books.book().records("nonconformities").getFirst().id();

    assertThat(desk.get(manager.person(), "/registers/nonconformities/" + id).body())
        .contains("Rita");
    for (String path : List.of("/" + id, "?q=Rita", "/export.json", "/export.csv")) {
      assertThat(desk.get(auditor.person(), "/registers/nonconformities" + path).body())
          .as(path)
          .doesNotContain("Rita Reporter");
    }
  }

  @Test
  void two_people_erase_a_third_and_every_view_forgets_the_name() throws IOException {
    var leaver = books.person("Leo Leaver", Duty.RISK_OWNER);
    var values = risk("kept by a leaver");
    values.put("owner", leaver.person());
    desk.post(manager.person(), "/registers/risks/new", form(values));
    desk.post(
        leaver.person(), "/registers/risks/risk-1/comment", "revision", "1", "comment", "mine");

    desk.post(manager.person(), "/erasures", "target", leaver.person(), "reason", "left in May");
    String path = erasure(desk.get(boss.person(), "/erasures").body());
    assertThat(desk.post(manager.person(), path + "/approve").statusCode()).isEqualTo(403);
    assertThat(Desk.location(desk.post(boss.person(), path + "/approve"))).isEqualTo("/erasures");

    for (int start = 0; start < 2; start++) {
      var record = desk.get(manager.person(), "/registers/risks/risk-1").body();
      assertThat(record).contains("erased person", "erased: the key").doesNotContain("Leo");
      assertThat(desk.get(manager.person(), "/registers/people").body()).doesNotContain("Leo");
      books.book().reload();
    }
    assertThat(removed).containsExactly(leaver.person());
    assertThat(desk.get(leaver.person(), "/registers").statusCode()).isEqualTo(303);
    assertThat(
            desk.post(
                    manager.person(),
                    "/registers/people/" + leaver.person() + "/comment",
                    "revision",
                    "1",
                    "comment",
                    "x")
                .statusCode())
        .isEqualTo(409);
    values.put("name", "names an erased person");
    assertThat(desk.post(manager.person(), "/registers/risks/new", form(values)).statusCode())
        .isEqualTo(422);
    books.close();
    assertNoneIn(folder, "Leo Leaver");
  }

  private static String erasure(String page) {
    int from = page.indexOf("href=\"/erasures/") + 6;
    return page.substring(from, page.indexOf("/approve", from));
  }

  private static void assertNoneIn(Path folder, String name) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(folder.relativize(file).toString())
            .doesNotContain(name);
      }
    }
  }

  @Test
  void an_erasure_that_a_crash_cut_short_is_brought_to_its_end_by_approving_it_again() {
    var leaver = books.person("Leo Leaver", Duty.RISK_OWNER);
    desk.post(manager.person(), "/erasures", "target", leaver.person(), "reason", "left in May");
    String path = erasure(desk.get(boss.person(), "/erasures").body());
    // As after the entry: the key is gone, and nothing else is done.
    String subject = "person:" + leaver.person();
    String key = books.files().id(ErasableKeys.What.PERSON, subject).orElseThrow();
    books.files().destroy(ErasableKeys.What.PERSON, subject, key);

    assertThat(Desk.location(desk.post(boss.person(), path + "/approve"))).isEqualTo("/erasures");

    assertThat(removed).containsExactly(leaver.person());
    assertThat(books.book().erasedPeople()).containsExactly(leaver.person());
    assertThat(desk.get(boss.person(), "/erasures").body())
        .contains("Nothing waits for a second person")
        .doesNotContain("What was erased");
  }

  @Test
  void what_was_erased_stands_with_its_reason_and_both_people() {
    var leaver = books.person("Leo Leaver", Duty.RISK_OWNER);
    desk.post(manager.person(), "/erasures", "target", leaver.person(), "reason", "left in May");
    desk.post(boss.person(), erasure(desk.get(boss.person(), "/erasures").body()) + "/approve");

    assertThat(desk.get(boss.person(), "/erasures").body())
        .contains("left in May", "Mara Manager asked, Tom Top approved")
        .doesNotContain("Leo");
  }

  @Test
  void a_record_whose_owner_was_erased_is_archived_and_restored() {
    var leaver = books.person("Leo Leaver", Duty.RISK_OWNER);
    var values = risk("kept by a leaver");
    values.put("owner", leaver.person());
    desk.post(manager.person(), "/registers/risks/new", form(values));
    desk.post(manager.person(), "/erasures", "target", leaver.person(), "reason", "left in May");
    desk.post(boss.person(), erasure(desk.get(boss.person(), "/erasures").body()) + "/approve");

    for (String turn : List.of("archive", "restore")) {
      String newest = Integer.toString(books.book().find("risk-1").orElseThrow().newest().number());
      var answer =
          desk.post(manager.person(), "/registers/risks/risk-1/" + turn, "revision", newest);
      assertThat(answer.statusCode()).as(turn).isEqualTo(303);
      assertThat(books.book().find("risk-1").orElseThrow().archived())
          .isEqualTo(turn.equals("archive"));
      assertThat(
              desk.post(manager.person(), "/registers/risks/risk-1/" + turn, "revision", newest)
                  .statusCode())
          .as("a second time")
          .isEqualTo(409);
    }
  }

  @Test
  void a_list_is_narrowed_by_values_in_any_form_that_their_fields_read() {
    var row = Map.of("name", "Logs of events", "control", "A.6.2.8");
    Books.done(books.book().write(manager, Edit.create("applicability", row)));

    for (String control : List.of("A.6.2.8", "42001:A.6.2.8", "a.6.2.8")) {
      assertThat(desk.get(manager.person(), "/registers/applicability?control=" + control).body())
          .as(control)
          .contains("Logs of events");
    }
    assertThat(desk.get(manager.person(), "/registers/applicability?control=A.2.2").body())
        .doesNotContain("Logs of events");
    assertThat(desk.get(manager.person(), "/registers/applicability?control=%3Cb%3E").body())
        .contains("There is no record here");
  }

  @Test
  void a_list_is_as_of_a_day_and_narrowed_by_words_and_choices() {
    desk.post(manager.person(), "/registers/risks/new", form(risk("Alpha")));
    desk.post(manager.person(), "/registers/risks/new", form(risk("Beta")));

    var page = desk.get(manager.person(), "/registers/risks?q=alp").body();
    assertThat(page).contains("Alpha").doesNotContain("Beta");
    assertThat(desk.get(manager.person(), "/registers/risks?at=2020-01-01").body())
        .contains("There is no record here");
    assertThat(desk.get(manager.person(), "/registers/risks?standing=approved").body())
        .contains("There is no record here");
  }
}
