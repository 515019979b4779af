package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Act;
import probity.aims.register.Change;
import probity.aims.register.Duty;
import probity.ledger.Json;

class RegisterApiTest {
  private static final String RISKS = "/api/v1/registers/risks";

  @TempDir Path folder;
  private Books books;
  private ApiServer api;
  private Actor manager;
  private String mara;

  @BeforeEach
  void begin() throws IOException {
    books = new Books(folder);
    api = new ApiServer(books, 10_000);
    manager = books.person("Mara Manager");
    mara = api.token(manager);
  }

  @AfterEach
  void end() {
    api.close();
    books.close();
  }

  private static Json.Obj risk(String name, String... more) {
    var values = Json.object();
    values.put("name", name).put("direction", "risk").put("kind", "bias").put("owner", "person-1");
    values.put("status", "identified");
    for (int i = 0; i < more.length; i += 2) values.put(more[i], more[i + 1]);
    return values.build();
  }

  private static String body(Json.Obj values) {
    return Json.object().put("values", values).build().canonical();
  }

  private static String body(int base, Json.Obj values) {
    return Json.object().put("base", base).put("values", values).build().canonical();
  }

  private ApiServer.Answer create(Json.Obj values) {
    var made = api.post(mara, RISKS, body(values));
    assertThat(made.status()).as(made.body().canonical()).isEqualTo(201);
    return made;
  }

  @Test
  void a_record_that_was_made_is_found_under_its_location_and_names_its_entry() {
    var made = create(risk("Loans refused by postcode"));

    var shown = api.get(mara, made.headers().firstValue("location").orElseThrow());

    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.value("name")).isEqualTo("Loans refused by postcode");
    assertThat(shown.text("entry"))
        .isEqualTo(books.book().find("risk-1").orElseThrow().newest().leaf());
    assertThat(shown.body().items("links_to")).hasSize(1);
    var entry = books.log().entries().getLast();
    var act = Act.of(entry).orElseThrow();
    assertThat(act.authentication()).isEqualTo("token");
    assertThat(act.authenticated()).isEqualTo("2026-11-20T08:00:00.000Z");
  }

  @Test
  void a_person_is_linked_from_what_they_own() {
    create(risk("One"));

    var person = api.get(mara, "/api/v1/registers/people/person-1");

    assertThat(Json.objects(person.body().items("linked_from")))
        .singleElement()
        .satisfies(link -> assertThat(link.text("record")).contains("risk-1"));
  }

  @Test
  void what_two_changed_in_different_fields_is_merged_and_in_one_is_shown_to_the_second() {
    create(risk("One", "cause", "a"));
    var path = RISKS + "/risk-1";

    var first = api.call("PUT", path, mara, body(1, risk("One", "cause", "b")));
    var second = api.call("PUT", path, mara, body(1, risk("Two", "cause", "a")));
    var third = api.call("PUT", path, mara, body(1, risk("Three", "cause", "a", "signs", "s")));

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("change")).isEqualTo("merged");
    assertThat(second.value("cause")).isEqualTo("b");
    assertThat(third.status()).isEqualTo(409);
    assertThat(third.text("why")).isEqualTo("clash");
    assertThat(third.body().number("revision")).contains(3L);
    assertThat(Json.objects(third.body().items("clashes")))
        .singleElement()
        .satisfies(clash -> {
          assertThat(clash.text("field")).contains("name");
          assertThat(clash.text("before")).contains("One");
          assertThat(clash.text("theirs")).contains("Two");
          assertThat(clash.text("mine")).contains("Three");
        });
    assertThat(third.body().object("rest").orElseThrow().text("signs")).contains("s");
    assertThat(books.book().find("risk-1").orElseThrow().newest().number()).isEqualTo(3);
  }

  @Test
  void every_objection_comes_at_once_by_its_field() {
    var answer = api.post(mara, RISKS, body(wrong()));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("why")).isEqualTo("invalid");
    assertThat(answer.fields()).contains("kind", "inherent_likelihood", "weather");
    assertThat(books.book().records("risks")).isEmpty();
  }

  private static Json.Obj wrong() {
    return Json.object()
        .put("name", "One")
        .put("kind", "weather")
        .put("inherent_likelihood", "6")
        .put("weather", "rain")
        .build();
  }

  @Test
  void lists_are_narrowed_and_paged_by_number_and_as_of_a_day() {
    for (int i = 1; i <= 5; i++) create(risk("Risk " + i, "cause", i % 2 == 0 ? "even" : "odd"));

    var first = api.get(mara, RISKS + "?limit=2");
    var next = api.get(mara, RISKS + "?limit=2&after=" + first.body().number("next").orElseThrow());
    var last = api.get(mara, RISKS + "?limit=2&after=4");
    var odd = api.get(mara, RISKS + "?q=odd&kind=bias&owner=person-1");
    var before = api.get(mara, RISKS + "?at=2026-11-26");

    assertThat(ids(first)).containsExactly("risk-1", "risk-2");
    assertThat(ids(next)).containsExactly("risk-3", "risk-4");
    assertThat(ids(last)).containsExactly("risk-5");
    assertThat(last.body().get("next")).isEmpty();
    assertThat(ids(odd)).containsExactly("risk-1", "risk-3", "risk-5");
    assertThat(odd.body().number("total")).contains(3L);
    assertThat(ids(before)).isEmpty();
  }

  private static List<String> ids(ApiServer.Answer answer) {
    return Json.objects(answer.body().items("records")).stream()
        .map(one -> one.text("record").orElse(""))
        .toList();
  }

  @Test
  void what_is_said_proposed_archived_and_restored_stands_in_the_history() {
    create(risk("One"));
    var path = RISKS + "/risk-1";

    assertThat(api.post(mara, path + "/comments", "{\"revision\":1,\"comment\":\"why?\"}").status())
        .isEqualTo(201);
    assertThat(api.post(mara, path + "/propose", "{\"revision\":1}").text("standing"))
        .isEqualTo("proposed");
    assertThat(api.post(mara, path + "/restore", "{\"revision\":1}").status()).isEqualTo(409);
    assertThat(api.post(mara, path + "/archive", "{\"revision\":1}").text("standing"))
        .isEqualTo("archived");
    assertThat(api.post(mara, path + "/restore", "{\"revision\":1}").status()).isEqualTo(409);
    assertThat(api.post(mara, path + "/restore", "{\"revision\":2}").text("standing"))
        .isEqualTo("draft");

    var shown = api.get(mara, path);
    assertThat(Json.objects(shown.body().items("history")).stream().map(RegisterApiTest::change))
        .containsExactly("created", "commented", "proposed", "archived", "restored");
    assertThat(api.get(mara, path + "?history=2").body().items("history")).hasSize(2);
    assertThat(shown.body().number("events")).contains(5L);
  }

  private static String change(Json.Obj event) {
    return event.text("change").orElse("");
  }

  @Test
  void a_token_decides_nothing_neither_by_the_api_nor_by_the_book() {
    create(risk("One"));
    var ben = books.person("Ben Boss", Duty.TOP_MANAGEMENT);
    var token = api.token(ben);
    api.post(mara, RISKS + "/risk-1/propose", "{\"revision\":1}");

    var answer =
        api.post(token, RISKS + "/risk-1/decide", "{\"decision\":\"approved\",\"revision\":1}");
    var decided =
        books
            .book()
            .decide(
                new Actor(ben.person(), ben.duties(), "token", "2026-11-20T08:00:00.000Z"),
                "risk-1",
                new Decision(Change.APPROVED, 1, "I approve", "", Optional.empty()));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("sentence")).contains("a person has to");
    assertThat(decided)
        .isInstanceOfSatisfying(
            Written.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Written.Why.FORBIDDEN));
    assertThat(api.get(mara, RISKS + "/risk-1").text("standing")).isEqualTo("proposed");
  }

  @Test
  void who_may_not_write_in_pages_may_not_write_here_and_reads_what_pages_show() {
    var values =
        Map.of(
            "name", "Wrong letter sent",
            "source", "incident",
            "reporter", "Rita Reporter",
            "noticed", "2026-11-01",
            "nature", "n",
            "status", "open",
            "owner", "person-1");
    var written = books.book().write(manager, Edit.create("nonconformities", values));
    var record = Books.done(written);
    var auditor = api.token(books.person("Eva External", Duty.EXTERNAL_AUDITOR));
    var path = "/api/v1/registers/nonconformities/" + record.id();

    var seen = api.get(auditor, path);
    var found = api.get(auditor, "/api/v1/registers/nonconformities?q=Rita");
    var byManager = api.get(mara, path);
    var wrote = api.post(auditor, RISKS, body(risk("One")));
    var said = api.post(auditor, path + "/comments", "{\"revision\":1,\"comment\":\"x\"}");
    var imported = api.post(auditor, RISKS + "/import", "{\"dry_run\":true,\"rows\":[]}");

    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.body().canonical()).doesNotContain("Rita").contains("\"reporter\":\"hidden\"");
    assertThat(ids(found)).isEmpty();
    assertThat(byManager.value("reporter")).isEqualTo("Rita Reporter");
    assertThat(List.of(wrote.status(), said.status(), imported.status())).containsOnly(403);
  }

  @Test
  void rows_are_looked_at_before_any_is_written_and_an_import_is_taken_back() {
    create(risk("One", "cause", "a"));
    var rows =
        "[{\"values\":"
            + risk("New").canonical()
            + "},{\"record\":\"risk-1\",\"revision\":1,\"values\":{\"signs\":\"smoke\"}},"
            + "{\"record\":\"risk-1\",\"values\":{}}]";
    var good = rows.replace(",{\"record\":\"risk-1\",\"values\":{}}", "");

    var wrong = api.post(mara, RISKS + "/import", "{\"rows\":" + rows + "}");
    var dry = api.post(mara, RISKS + "/import", "{\"dry_run\":true,\"rows\":" + good + "}");
    int after = books.book().records("risks").size();
    var done = api.post(mara, RISKS + "/import", "{\"rows\":" + good + "}");

    assertThat(wrong.status()).isEqualTo(422);
    assertThat(Json.objects(wrong.body().items("objections")))
        .singleElement()
        .satisfies(one -> assertThat(one.number("row")).contains(2L));
    assertThat(dry.status()).isEqualTo(200);
    assertThat(Json.objects(dry.body().items("rows")).stream().map(one -> one.text("step").get()))
        .containsExactly("create", "edit");
    assertThat(after).isEqualTo(1);
    assertThat(done.status()).isEqualTo(200);
    assertThat(books.book().find("risk-1").orElseThrow().newest().values())
        .containsEntry("cause", "a")
        .containsEntry("signs", "smoke");

    var undone = api.post(mara, RISKS + "/undo", "{\"batch\":\"" + done.text("batch") + "\"}");
    assertThat(undone.status()).isEqualTo(200);
    assertThat(books.book().find("risk-2").orElseThrow().archived()).isTrue();
    assertThat(books.book().find("risk-1").orElseThrow().newest().value("signs")).isEmpty();
    assertThat(api.post(mara, RISKS + "/undo", "{\"batch\":\"\"}").status()).isEqualTo(404);
  }

  @Test
  void all_registers_are_listed_with_what_the_caller_may_do() {
    var eva = api.token(books.person("Eva External", Duty.EXTERNAL_AUDITOR));

    var mine = Json.objects(api.get(mara, "/api/v1/registers").body().items("registers"));
    var hers = Json.objects(api.get(eva, "/api/v1/registers").body().items("registers"));

    assertThat(mine).hasSameSizeAs(books.book().registers().all());
    assertThat(mine).allSatisfy(one -> assertThat(one.get("may_write")).contains(Json.of(true)));
    assertThat(hers).allSatisfy(one -> assertThat(one.get("may_write")).contains(Json.of(false)));
  }
}
