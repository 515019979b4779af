package probity.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import probity.aims.register.Duty;

class ConsoleTest {
  private static final SignedIn MANAGER =
      new SignedIn(
          new Member("person-1", "Ada Adler", Set.of(Duty.AIMS_MANAGER)),
          "a1",
          "s1",
          "token-of-ada",
          new Proof(Proof.Method.PASSWORD, Instant.EPOCH));

  private Console console;
  private Browser browser;
  // What the next request finds under Ada's token, and a note of each that looked.
  private volatile Optional<SignedIn> ada = Optional.of(MANAGER);
  private final Semaphore looked = new Semaphore(0);

  @BeforeEach
  void open() throws IOException {
    console =
        Console.open(
            ConsoleSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            this::session,
            List.of(ConsoleTest::pages));
    browser = new Browser(console.address());
  }

  @AfterEach
  void close() {
    browser.close();
    console.close();
  }

  private Optional<SignedIn> session(String token) {
    var found = token.equals("ada") ? ada : Optional.<SignedIn>empty();
    looked.release();
    return found;
  }

  private static void pages(Routes routes) {
    routes.link("Work", "Risks", "/risks");
    routes.get(
        "/risks/{id}", visit -> new Page.Json(200, visit.place("id") + visit.query().text("q")));
    routes.get(
        "/risks", visit -> new Page.Failure(200, "<script>alert(1)</script> " + visit.path()));
    routes.post("/risks", visit -> Page.redirect("/risks/" + visit.form().text("id")));
    routes.upload(
        "/files",
        visit ->
            new Page.Json(
                200,
                visit.files("file").stream()
                    .map(file -> file.fileName() + file.bytes().length + visit.form().text("note"))
                    .toList()
                    .toString()));
    routes.only(Duty.AIMS_MANAGER).post("/bundles", _ -> new Page.Json(200, "done"));
    routes.only(Duty.ADMINISTRATOR).link("Accounts", "All accounts", "/accounts");
    routes.only(Duty.ADMINISTRATOR).get("/accounts", _ -> new Page.Json(200, "secret"));
    routes
        .open()
        .get(
            "/broken",
            _ -> {
              throw new IllegalStateException("the reason");
            });
    routes
        .open()
        .get(
            "/file",
            _ ->
                new Page.Download(
                    "text/csv",
                    "a\r\nb ü.csv",
                    out -> out.write("x".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void every_answer_has_headers_that_bound_what_a_browser_does() {
    var answer = browser.get("/nowhere");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("content-security-policy"))
        .get()
        .asString()
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(answer.headers().firstValue("server")).isEmpty();
    assertThat(answer.body())
        .contains("There is no such page.")
        .doesNotContain("style=", "onclick");
  }

  @Test
  void whoever_is_not_signed_in_is_asked_to_and_comes_back() {
    var answer = browser.get("/risks?q=1");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(Browser.location(answer)).isEqualTo("/sign-in?to=%2Frisks%3Fq%3D1");
  }

  @Test
  void a_page_gets_what_stands_in_its_path_and_query() {
    browser.cookie("probity=ada");

    assertThat(browser.get("/risks/risk-7?q=x").body()).isEqualTo("risk-7x");
  }

  @Test
  void text_of_people_is_never_markup() {
    browser.cookie("probity=ada");

    assertThat(browser.get("/risks").body())
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert");
  }

  @Test
  void the_navigation_shows_what_a_visitor_may_use_and_marks_where_they_are() {
    browser.cookie("probity=ada");

    assertThat(browser.get("/risks").body())
        .contains("href=\"/risks\" aria-current=\"page\"")
        .doesNotContain("All accounts");
  }

  @Test
  void a_page_of_another_duty_is_refused() {
    browser.cookie("probity=ada");

    var answer = browser.get("/accounts");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).doesNotContain("secret");
  }

  @Test
  void a_form_needs_the_token_of_its_session() {
    browser.cookie("probity=ada");

    assertThat(browser.post("/risks", "id", "r").statusCode()).isEqualTo(403);
    assertThat(browser.post("/risks", "id", "r", "csrf", "other").statusCode()).isEqualTo(403);
    assertThat(Browser.location(browser.post("/risks", "id", "r", "csrf", "token-of-ada")))
        .isEqualTo("/risks/r");
  }

  @Test
  void a_form_of_another_site_is_refused_even_with_the_token() {
    browser.cookie("probity=ada");

    for (String site : List.of("cross-site", "same-site", "none")) {
      assertThat(browser.postWith("/risks", site, "id", "r", "csrf", "token-of-ada").statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void what_is_larger_than_a_form_is_refused() {
    browser.cookie("probity=ada");

    assertThat(browser.post("/risks", "id", "r".repeat(2 << 20)).statusCode()).isEqualTo(413);
  }

  @Test
  void files_and_texts_of_one_form_arrive_together() throws IOException {
    var body =
        part("csrf", "", "token-of-ada")
            + part("note", "", "!")
            + part("file", "a.txt", "12345")
            + "--b--\r\n";

    var answer =
        raw(
            "POST /files HTTP/1.1\r\nHost: HOST\r\nCookie: probity=ada\r\nSec-Fetch-Site:"
                + " same-origin\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                + body.length()
                + "\r\nConnection: close\r\n\r\n"
                + body);

    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("[a.txt5!]");
  }

  private static String part(String name, String fileName, String text) {
    return "--b\r\nContent-Disposition: form-data; name=\""
        + name
        + "\""
        + (fileName.isEmpty() ? "" : "; filename=\"" + fileName + "\"")
        + "\r\n\r\n"
        + text
        + "\r\n";
  }

  @Test
  void a_form_that_takes_its_time_is_taken_from_who_is_signed_in_when_it_is_here()
      throws Exception {
    assertThat(slow("/bundles", () -> {})).startsWith("HTTP/1.1 200").endsWith("done");

    assertThat(slow("/bundles", () -> ada = Optional.of(with(Set.of(Duty.RISK_OWNER)))))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("done");
    ada = Optional.of(MANAGER);
    assertThat(slow("/bundles", () -> ada = Optional.empty()))
        .startsWith("HTTP/1.1 303")
        .doesNotContain("done");
  }

  private static SignedIn with(Set<Duty> duties) {
    return new SignedIn(
        new Member(MANAGER.member().personId(), MANAGER.member().name(), duties),
        MANAGER.accountId(),
        MANAGER.sessionId(),
        MANAGER.csrf(),
        MANAGER.proof());
  }

  /// Sends a form of Ada, and does `meanwhile` when the console knows her and has not read it.
  private String slow(String path, Runnable meanwhile) throws Exception {
    var body = "csrf=token-of-ada";
    int port = Integer.parseInt(console.address().replaceAll(".*:", ""));
    looked.drainPermits();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var head =
          """
          POST %s HTTP/1.1
          Host: localhost:%d
          Cookie: probity=ada
          Sec-Fetch-Site: same-origin
          Content-Type: application/x-www-form-urlencoded
          Content-Length: %d
          Connection: close

          """
              .formatted(path, port, body.length());
      var out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(looked.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      meanwhile.run();
      out.write(body.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void another_name_that_resolves_here_is_no_way_in() throws IOException {
    assertThat(raw("GET /risks HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
  }

  @Test
  void a_page_that_fails_does_not_say_why() {
    var answer = browser.get("/broken");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("Something went wrong").doesNotContain("the reason");
  }

  @Test
  void a_page_used_in_a_way_that_it_does_not_know_is_405() {
    assertThat(browser.post("/broken").statusCode()).isEqualTo(405);
  }

  @Test
  void the_style_may_be_kept_for_good_under_its_digest() {
    var path = Browser.between(browser.get("/nowhere").body(), "stylesheet\" href=\"", "\"");

    var answer = browser.get(path);

    assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("immutable");
    assertThat(browser.get(path.replaceAll("/[0-9a-f]{16}/", "/0000000000000000/")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void the_name_of_a_download_cannot_add_headers() {
    var answer = browser.get("/file");

    assertThat(answer.headers().firstValue("content-disposition"))
        .contains("attachment; filename*=UTF-8''a%0D%0Ab%20%C3%BC.csv");
    assertThat(answer.body()).isEqualTo("x");
  }

  private String raw(String request) throws IOException {
    int port = Integer.parseInt(console.address().replaceAll(".*:", ""));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              request.replace("HOST", "localhost:" + port).getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
