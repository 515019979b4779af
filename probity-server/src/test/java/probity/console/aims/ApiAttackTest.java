package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.aims.register.Change;
import probity.aims.register.Duty;

class ApiAttackTest {
  private static final String RISKS = "/api/v1/registers/risks";
  private static final int MINUTE = 40;

  @TempDir Path folder;
  private Books books;
  private ApiServer api;
  private Actor manager;
  private String mara;

  @BeforeEach
  void begin() throws IOException {
    books = new Books(folder);
    api = new ApiServer(books, MINUTE);
    manager = books.person("Mara Manager");
    mara = api.token(manager);
    var values =
        Map.of(
            "name", "One",
            "direction", "risk",
            "kind", "bias",
            "owner", manager.person(),
            "status", "identified");
    Books.done(books.book().write(manager, Edit.create("risks", values)));
  }

  @AfterEach
  void end() {
    api.close();
    books.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer unknown",
        "bearer  token-person-1",
        "Basic dG9rZW4tcGVyc29uLTE6",
        "Bearer token-person-1 x",
        "token-person-1"
      })
  void what_is_no_good_token_has_one_answer_whatever_it_asks_for(String authorization) {
    for (String path : List.of("/api/v1/openapi.json", RISKS, RISKS + "/risk-9?x=1")) {
      var request = api.request(path);
      if (!authorization.isEmpty()) request.header("authorization", authorization);

      var answer = api.send(request.GET());

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
      assertThat(answer.body()).isEqualTo(api.send(api.request(RISKS).GET()).body());
    }
  }

  @Test
  void a_cookie_and_a_form_of_a_page_open_nothing() {
    var request =
        api.request(RISKS)
            .header("cookie", "probity=" + mara)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");

    assertThat(api.send(request.POST(BodyPublishers.ofString("values=x"))).status()).isEqualTo(401);
    assertThat(
            api.raw(
                    api.request("/registers/risks/risk-1")
                        .header("authorization", "Bearer " + mara)
                        .GET())
                .statusCode())
        .isEqualTo(303);
  }

  @Test
  void the_token_of_an_archived_person_is_one_that_nobody_knows() {
    var ben = books.person("Ben", Duty.RISK_OWNER);
    String token = api.token(ben);
    assertThat(api.get(token, RISKS).status()).isEqualTo(200);
    var record = books.book().find(ben.person()).orElseThrow();
    var edit = Edit.edit(record, 1, record.newest().values()).as(Change.ARCHIVED, "");
    Books.done(books.book().write(manager, edit));

    assertThat(api.get(token, RISKS).body()).isEqualTo(api.get("unknown", RISKS).body());
  }

  @Test
  void duties_that_somebody_lost_are_lost_at_the_next_call() {
    var ben = books.person("Ben", Duty.RISK_OWNER);
    String token = api.token(ben);
    var comment = "{\"revision\":1,\"comment\":\"x\"}";
    assertThat(api.post(token, RISKS + "/risk-1/comments", comment).status()).isEqualTo(201);

    takeDuties(ben);

    assertThat(api.post(token, RISKS + "/risk-1/comments", comment).status()).isEqualTo(403);
  }

  private void takeDuties(Actor person) {
    var record = books.book().find(person.person()).orElseThrow();
    var values = new java.util.HashMap<>(record.newest().values());
    values.put("duties", Duty.EXTERNAL_AUDITOR.word());
    Books.done(books.book().write(manager, Edit.edit(record, 1, values)));
  }

  @Test
  void a_body_that_takes_its_time_has_the_duties_that_its_sender_has_when_it_is_here()
      throws Exception {
    var ben = books.person("Ben", Duty.RISK_OWNER);
    String token = api.token(ben);
    var path = RISKS + "/risk-1/comments";
    var comment = "{\"revision\":1,\"comment\":\"x\"}";
    assertThat(api.slow(token, path, comment, () -> {})).startsWith("HTTP/1.1 201");

    assertThat(api.slow(token, path, comment, () -> takeDuties(ben))).startsWith("HTTP/1.1 403");
    assertThat(api.slow(token, path, comment, () -> api.revoke(token))).startsWith("HTTP/1.1 401");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/registers/scope/risk-1",
        "/api/v1/registers/risks/person-1",
        "/api/v1/registers/risks/RISK-1",
        "/api/v1/registers/risks/risk-01",
        "/api/v1/registers/risks/risk-1%20",
        "/api/v1/registers/risks/risk-999999999999999999999",
        "/api/v1/registers/risks/..%2fpeople%2fperson-1",
        "/api/v1/registers/risks/%2e%2e/people/person-1",
        "/api/v1/registers/risks/../people/person-1",
        "/api/v1/registers/risks/risk-1/../risk-1/history",
        "/api/v1/registers/risks/risk-1%00",
        "/api/v1/registers/risks/import",
        "/api/v1/registers/nothing",
        "/api/v2/registers",
        "/api/"
      })
  void other_paths_lead_to_nothing(String path) {
    var answer = api.raw(api.request(path).header("authorization", "Bearer " + mara).GET());

    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(answer.body()).doesNotContain("Mara", "\"One\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"base\":99999999999999999999,\"values\":{}}",
        "400 | {\"base\":1.5,\"values\":{}}",
        "400 | {\"base\":1e9,\"values\":{}}",
        "422 | {\"base\":2147483648,\"values\":{}}",
        "422 | {\"base\":0,\"values\":{}}",
        "422 | {\"base\":-1,\"values\":{}}",
        "422 | {\"base\":\"1\",\"values\":{}}",
        "422 | {\"values\":{\"name\":\"x\"}}",
        "422 | {\"base\":1}",
        "422 | {\"base\":1,\"values\":[]}",
        "422 | {\"base\":1,\"values\":{\"name\":null}}",
        "422 | {\"base\":1,\"values\":{\"name\":7}}",
        "422 | {\"base\":1,\"values\":{},\"author\":\"person-2\"}",
        "400 | {\"base\":1,\"base\":1,\"values\":{}}",
        "400 | {\"base\":1,\"values\":{\"name\":\"a\",\"name\":\"b\"}}",
        "400 | [1]",
        "400 | {\"base\":1,\"values\":{}} {}",
        "400 | {\"base\":1,\"values\":{\"name\":\"\\ud800\"}}"
      })
  void what_was_not_expected_is_refused_and_nothing_is_written(int status, String body) {
    assertThat(api.call("PUT", RISKS + "/risk-1", mara, body).status()).isEqualTo(status);
    assertThat(books.book().find("risk-1").orElseThrow().newest().number()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=201",
        "limit=2&limit=2",
        "after=-1",
        "after=99999999999",
        "at=yesterday",
        "at=2026-02-30",
        "standing=well",
        "kind=weather",
        "kin=bias",
        "offset=1"
      })
  void a_query_that_means_nothing_is_not_taken_for_another(String query) {
    var answer = api.get(mara, RISKS + "?" + query);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fields()).containsOnly(query.substring(0, query.indexOf('=')));
  }

  @Test
  void bodies_have_a_type_a_length_and_a_bound() {
    var text = api.request(RISKS).header("authorization", "Bearer " + mara);
    assertThat(api.send(text.POST(BodyPublishers.ofString("{\"values\":{}}"))).status())
        .isEqualTo(415);
    var latin =
        api.request(RISKS)
            .header("authorization", "Bearer " + mara)
            .header("content-type", "application/json; charset=iso-8859-1");
    assertThat(api.send(latin.POST(BodyPublishers.ofString("{\"values\":{}}"))).status())
        .isEqualTo(415);
    var bytes =
        api.request(RISKS)
            .header("authorization", "Bearer " + mara)
            .header("content-type", "application/json;charset=UTF-8");
    assertThat(
            api.send(bytes.POST(BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xFF, '"'})))
                .status())
        .isEqualTo(400);
    var endless =
        api.request(RISKS)
            .header("authorization", "Bearer " + mara)
            .header("content-type", "application/json");
    assertThat(
            api.send(
                    endless.POST(
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9]))))
                .status())
        .isEqualTo(411);
    assertThat(api.post(mara, RISKS, "[".repeat(40) + "]".repeat(40)).status()).isEqualTo(400);
    assertThat(api.post(mara, RISKS, " ".repeat((1 << 20) + 1)).status()).isEqualTo(413);
  }

  @Test
  void many_objections_are_counted_and_not_all_told() {
    var body = new StringBuilder("{");
    for (int i = 0; i < 5_000; i++) body.append("\"m").append(i).append("\":1,");
    body.append("\"values\":{}}");

    var answer = api.post(mara, RISKS, body.toString());

    assertThat(answer.fields()).hasSize(1_000);
    assertThat(answer.text("sentence")).contains("1000 of 5000");
  }

  @Test
  void other_methods_are_refused_in_the_form_of_the_api() {
    for (String verb : List.of("DELETE", "PATCH", "OPTIONS")) {
      var answer = api.call(verb, RISKS + "/risk-1", mara, "");

      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    }
  }

  @Test
  void a_token_has_so_many_calls_a_minute_and_others_have_theirs() {
    String eva = api.token(books.person("Eva", Duty.EXTERNAL_AUDITOR));
    for (int i = 0; i < MINUTE; i++) assertThat(api.get(mara, RISKS).status()).isEqualTo(200);

    var over = api.get(mara, RISKS);

    assertThat(over.status()).isEqualTo(429);
    assertThat(over.headers().firstValue("retry-after")).isPresent();
    assertThat(api.get(eva, RISKS).status()).isEqualTo(200);
    for (int i = 0; i < 31; i++) books.tick();
    assertThat(api.get(mara, RISKS).status()).isEqualTo(200);
  }
}
