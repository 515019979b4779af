package probity.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import probity.aims.register.Duty;
import probity.console.Ask;
import probity.console.Browser;
import probity.console.Console;
import probity.console.ConsoleSettings;
import probity.console.Fresh;
import probity.console.Page;
import probity.console.Proof;
import probity.console.Values;
import probity.ledger.Hash;

class AccountsTest {
  private static final String PASSWORD = "correct horse battery";

  private final Hands clock = new Hands();
  private final MemoryAccounts store = new MemoryAccounts();
  private final MemoryDirectory directory = new MemoryDirectory();
  private Accounts accounts;
  private Console console;
  private Browser browser;

  @BeforeEach
  void open() throws IOException {
    accounts =
        new Accounts(
            store,
            directory,
            AccountSettings.STANDARD,
            clock,
            new SecureRandom(),
            Optional.empty(),
            new byte[32]);
    var ask = new Ask("approve", "Approve it", Optional.of(Hash.of(new byte[] {1})), "/approve");
    console =
        Console.open(
            ConsoleSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            accounts.sessions(),
            List.of(
                accounts,
                routes -> routes.get("/", visit -> new Page.Json(200, visit.member().name())),
                routes ->
                    routes.get(
                        "/approve",
                        visit ->
                            accounts
                                .freshness()
                                .of(visit, ask)
                                .map(Fresh::method)
                                .map(Proof.Method::word)
                                .<Page>map(word -> new Page.Json(200, word))
                                .orElseGet(() -> accounts.freshness().ask(visit, ask)))));
    accounts.servedAt(console.origins());
    browser = new Browser(console.address());
  }

  @AfterEach
  void close() {
    browser.close();
    console.close();
  }

  private HttpResponse<String> makeFirst() {
    return browser.post(
        accounts.firstLink().orElseThrow(),
        "name",
        "Ada Adler",
        "email",
        "ada@example.org",
        "login",
        "Ada",
        "password",
        PASSWORD);
  }

  /// Signs in as a browser does that has no session.
  private HttpResponse<String> signIn(String login, String password) {
    browser.cookie("");
    return browser.post("/sign-in", "login", login, "password", password);
  }

  @Test
  void the_first_link_makes_an_administrator_and_works_once() {
    var link = accounts.firstLink().orElseThrow();
    assertThat(browser.get(link).body()).contains("Set up this console");

    assertThat(makeFirst().statusCode()).isEqualTo(303);

    assertThat(directory.members())
        .singleElement()
        .satisfies(who ->
            assertThat(who.duties()).isEqualTo(Set.of(Duty.ADMINISTRATOR, Duty.AIMS_MANAGER)));
    assertThat(accounts.firstLink()).isEmpty();
    assertThat(browser.get(link).statusCode()).isEqualTo(404);
    assertThat(browser.get("/account").body()).contains("Ada Adler");
  }

  @Test
  void who_runs_the_process_invites_somebody_who_is_there_once_and_no_longer_than_an_hour() {
    var ada =
        directory.enrol(
            "Ada Adler", "ada@example.org", Set.of(Duty.AIMS_MANAGER), Optional.empty());
    var late = accounts.invite(ada).orElseThrow();
    clock.move(Duration.ofMinutes(61));
    assertThat(browser.get(late).statusCode()).isEqualTo(404);

    var link = accounts.invite(ada).orElseThrow();
    assertThat(browser.get(link).body()).contains("This link is for Ada Adler");
    assertThat(browser.post(link, "login", "ada", "password", PASSWORD).statusCode())
        .isEqualTo(303);

    assertThat(browser.get("/account").body()).contains("Ada Adler");
    assertThat(browser.get(link).statusCode()).isEqualTo(404);
    assertThat(accounts.invite(ada)).isEmpty();
    assertThat(accounts.invite("person-99")).isEmpty();
  }

  @Test
  void the_first_link_ends_after_an_hour_and_another_opens_nothing() {
    var link = accounts.firstLink().orElseThrow();
    assertThat(browser.get("/first/" + "A".repeat(43)).statusCode()).isEqualTo(404);

    clock.move(Duration.ofMinutes(61));

    assertThat(browser.get(link).statusCode()).isEqualTo(404);
  }

  @Test
  void a_first_account_with_mistakes_is_not_made_and_says_all_of_them() {
    var answer =
        browser.post(
            accounts.firstLink().orElseThrow(),
            "name",
            "",
            "email",
            "x",
            "login",
            "é",
            "password",
            "short");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("is empty or longer", "is not an e-mail", "login names do not have", "has 5 char")
        .doesNotContain("value=\"short\"");
    assertThat(store.empty()).isTrue();
  }

  @Test
  void an_unknown_login_a_wrong_password_and_a_disabled_account_have_one_answer() {
    makeFirst();
    browser.cookie("");
    var unknown = signIn("nobody", PASSWORD);
    var wrong = signIn("ada", "wrong horse battery");
    var account = store.byLogin("ada").orElseThrow();
    store.change(account.id(), kept -> kept.state(Account.State.DISABLED));
    var disabled = signIn("ada", PASSWORD);

    assertThat(List.of(unknown.statusCode(), wrong.statusCode(), disabled.statusCode()))
        .containsOnly(401);
    assertThat(List.of(unknown.body(), wrong.body(), disabled.body()))
        .allSatisfy(body -> assertThat(body).contains(SignInPages.REFUSED));
  }

  @Test
  void a_token_that_was_there_before_signing_in_is_worth_nothing_after() {
    makeFirst();
    browser.cookie("probity=planted");

    var answer = browser.post("/sign-in", "login", "ada", "password", PASSWORD);

    assertThat(answer.headers().firstValue("set-cookie").orElse(""))
        .contains("HttpOnly", "SameSite=Lax", "Path=/")
        .doesNotContain("planted");
    assertThat(browser.cookie()).isNotEqualTo("probity=planted");
    browser.cookie("probity=planted");
    assertThat(browser.get("/account").statusCode()).isEqualTo(303);
  }

  @Test
  void signing_in_goes_on_to_a_page_of_this_console_alone() {
    makeFirst();
    browser.cookie("");

    assertThat(
            Browser.location(
                browser.post(
                    "/sign-in", "login", "ada", "password", PASSWORD, "to", "//evil.example")))
        .isEqualTo("/");
  }

  @Test
  void many_wrong_passwords_slow_down_even_the_right_one() {
    makeFirst();
    for (int i = 0; i < 5; i++) signIn("ada", "wrong horse battery");

    var answer = signIn("ada", PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(429);
    clock.move(Duration.ofSeconds(2));
    assertThat(signIn("ada", PASSWORD).statusCode()).isEqualTo(303);
  }

  @Test
  void a_session_ends_when_it_is_idle_and_in_any_case_after_twelve_hours() {
    makeFirst();
    clock.move(Duration.ofMinutes(59));
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    clock.move(Duration.ofMinutes(59));
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    clock.move(Duration.ofMinutes(61));
    assertThat(browser.get("/account").statusCode()).isEqualTo(303);

    signIn("ada", PASSWORD);
    for (int i = 0; i < 14; i++) {
      assertThat(browser.get("/account").statusCode()).isEqualTo(200);
      clock.move(Duration.ofMinutes(50));
    }
    clock.move(Duration.ofMinutes(30));
    assertThat(browser.get("/account").statusCode()).isEqualTo(303);
  }

  @Test
  void signing_out_ends_the_session_and_not_only_the_cookie() {
    makeFirst();
    var cookie = browser.cookie();

    browser.post("/sign-out", "csrf", Browser.csrf(browser.get("/account")));

    browser.cookie(cookie);
    assertThat(browser.get("/account").statusCode()).isEqualTo(303);
  }

  @Test
  void a_new_password_ends_all_other_sessions() {
    makeFirst();
    var first = browser.cookie();
    signIn("ada", PASSWORD);
    var csrf = Browser.csrf(browser.get("/account/password"));

    var answer =
        browser.post(
            "/account/password",
            "csrf",
            csrf,
            "current",
            PASSWORD,
            "password",
            "another horse battery");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    browser.cookie(first);
    assertThat(browser.get("/account").statusCode()).isEqualTo(303);
    assertThat(signIn("ada", PASSWORD).statusCode()).isEqualTo(401);
    assertThat(signIn("ada", "another horse battery").statusCode()).isEqualTo(303);
  }

  @Test
  void with_an_app_a_password_alone_no_longer_does_and_a_recovery_code_does_once() {
    makeFirst();
    var page = browser.get("/account/app");
    var secret = Browser.between(page.body(), "name=\"secret\" value=\"", "\"");
    var done =
        browser.post(
            "/account/app", "csrf", Browser.csrf(page), "secret", secret, "code", code(secret));
    var recovery =
        Browser.between(
            Browser.between(done.body(), "class=\"secret\">", "</ul>"), "<li>", "</li>");
    assertThat(store.byLogin("ada").orElseThrow().recovery()).doesNotContain(recovery).hasSize(10);
    browser.cookie("");

    assertThat(signIn("ada", PASSWORD).statusCode()).isEqualTo(401);
    assertThat(withCode(code(secret))).as("used when it was set up").isEqualTo(401);
    clock.move(Duration.ofSeconds(30));
    assertThat(withCode(code(secret))).isEqualTo(303);
    assertThat(withCode(code(secret))).as("used already").isEqualTo(401);
    assertThat(withCode(recovery)).isEqualTo(303);
    assertThat(withCode(recovery)).as("used already").isEqualTo(401);
  }

  private int withCode(String code) {
    browser.cookie("");
    return browser
        .post("/sign-in", "login", "ada", "password", PASSWORD, "code", code)
        .statusCode();
  }

  /// The code of now, as an app would show it.
  private String code(String secret) {
    for (int i = 0; i < 1_000_000; i++) {
      var code = String.format("%06d", i);
      var step = Totp.step(secret, code, clock.instant(), 0);
      if (step.isPresent() && step.getAsLong() == clock.instant().getEpochSecond() / 30) {
        return code;
      }
    }
    throw new AssertionError("no code");
  }

  @Test
  void what_matters_asks_again_after_five_minutes_and_then_under_a_new_token() {
    makeFirst();
    assertThat(browser.get("/approve").body()).isEqualTo("password");
    clock.move(Duration.ofMinutes(6));

    var asked = Browser.location(browser.get("/approve"));
    var page = browser.get(asked);
    assertThat(page.body()).contains("Approve it");
    var before = browser.cookie();
    var wrong = browser.post(asked, "csrf", Browser.csrf(page), "password", "wrong horse batt");
    var right = browser.post(asked, "csrf", Browser.csrf(page), "password", PASSWORD);

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(Browser.location(right)).isEqualTo("/approve");
    assertThat(browser.cookie()).isNotEqualTo(before);
    assertThat(browser.get("/approve").body()).isEqualTo("password");
    browser.cookie(before);
    assertThat(browser.get("/account").statusCode()).isEqualTo(303);
  }

  @Test
  void to_change_what_one_signs_in_with_is_no_proof_of_who_one_is() {
    makeFirst();
    clock.move(Duration.ofMinutes(4));
    var before = browser.cookie();
    var csrf = Browser.csrf(browser.get("/account"));
    assertThat(browser.post("/account/app/remove", "csrf", csrf).statusCode()).isEqualTo(303);
    assertThat(browser.cookie()).isNotEqualTo(before);

    clock.move(Duration.ofMinutes(2));

    assertThat(Browser.location(browser.get("/approve"))).startsWith("/account/again/");
  }

  @Test
  void a_question_of_one_session_is_not_open_to_another() {
    makeFirst();
    clock.move(Duration.ofMinutes(6));
    var asked = Browser.location(browser.get("/approve"));

    signIn("ada", PASSWORD);

    assertThat(browser.get(asked).statusCode()).isEqualTo(404);
  }

  @Test
  void whoever_has_a_passkey_is_asked_to_sign_what_they_approve() throws GeneralSecurityException {
    makeFirst();
    var device = new SoftPasskey();
    var id = store.byLogin("ada").orElseThrow().id();
    store.change(id, account -> account.passkeys(List.of(device.kept(0))));

    var asked = Browser.location(browser.get("/approve"));
    var page = browser.get(asked);
    var foreign = device.sign(Hash.of(new byte[] {2}), console.address(), 5, 1);
    assertThat(send(asked, page, foreign).statusCode()).isEqualTo(401);
    var signed = device.sign(Hash.of(new byte[] {1}), console.address(), 5, 1);
    var answer = send(asked, page, signed);

    assertThat(Browser.location(answer)).isEqualTo("/approve");
    assertThat(browser.get("/approve").body()).isEqualTo("passkey");
  }

  private HttpResponse<String> send(String asked, HttpResponse<String> page, Values signed) {
    var all = new ArrayList<>(List.of("csrf", Browser.csrf(page)));
    signed.all().forEach((name, texts) -> all.addAll(List.of(name, texts.getFirst())));
    return browser.post(asked + "/passkey", all.toArray(String[]::new));
  }

  @Test
  void who_has_an_account_is_not_invited_to_another() {
    makeFirst();
    var form = browser.get("/accounts/invite");

    var answer = browser.post("/accounts/invite", "csrf", Browser.csrf(form), "person", "person-1");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("has an account");
  }

  @Test
  void an_invitation_makes_one_account_with_the_duties_of_its_person() {
    makeFirst();
    var form = browser.get("/accounts/invite");
    var link =
        Browser.between(
                browser
                    .post(
                        "/accounts/invite",
                        "csrf",
                        Browser.csrf(form),
                        "name",
                        "Ben",
                        "email",
                        "ben@example.org",
                        "duties",
                        "risk-owner")
                    .body(),
                "class=\"secret\">",
                "<")
            .replace(console.address(), "");
    browser.cookie("");
    assertThat(browser.get(link).body()).contains("This link is for Ben");

    assertThat(browser.post(link, "login", "ada", "password", PASSWORD).body())
        .contains("belongs to another account");
    assertThat(browser.post(link, "login", "ben", "password", PASSWORD).statusCode())
        .isEqualTo(303);

    assertThat(browser.get("/account").body()).contains("Risk or control owner");
    assertThat(browser.get("/accounts").statusCode()).isEqualTo(403);
    assertThat(browser.get(link).statusCode()).isEqualTo(404);
  }

  @Test
  void an_invitation_ends_after_72_hours() {
    makeFirst();
    store.invite(
        new Invitation(
            Tokens.digest("t"), "person-1", clock.instant().plus(Duration.ofDays(3)), "person-1"));
    assertThat(browser.get("/invited/t").statusCode()).isEqualTo(200);

    clock.move(Duration.ofDays(3));

    assertThat(browser.get("/invited/t").statusCode()).isEqualTo(404);
  }

  @Test
  void a_disabled_account_is_out_at_once() {
    makeFirst();
    var account = store.byLogin("ada").orElseThrow();
    var other =
        new Account(
            "b",
            "person-1",
            "ben",
            account.password(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Account.State.ACTIVE,
            clock.instant());
    store.add(other);
    try (var ben = new Browser(console.address())) {
      ben.post("/sign-in", "login", "ben", "password", PASSWORD);
      assertThat(ben.get("/account").statusCode()).isEqualTo(200);
      var csrf = Browser.csrf(browser.get("/accounts"));

      assertThat(browser.post("/accounts/b/disable", "csrf", csrf).statusCode()).isEqualTo(303);

      assertThat(ben.get("/account").statusCode()).isEqualTo(303);
      assertThat(browser.post("/accounts/" + account.id() + "/disable", "csrf", csrf).statusCode())
          .as("one's own")
          .isEqualTo(403);
    }
  }
}
