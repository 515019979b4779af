package probity.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.console.Ask;
import probity.console.Browser;
import probity.console.Console;
import probity.console.ConsoleSettings;
import probity.console.Fresh;
import probity.console.Page;
import probity.console.Proof;
import probity.console.signon.OpenIdProvider;
import probity.console.signon.Provider;
import probity.ledger.Hash;

class SignOnTest {
  private static final String PASSWORD = "correct horse battery";

  private final InstantSource clock = InstantSource.system();
  private final MemoryAccounts store = new MemoryAccounts();
  private final MemoryDirectory directory = new MemoryDirectory();
  private Provider provider;
  private Accounts accounts;
  private Console console;
  private Browser browser;

  @BeforeEach
  void open() throws IOException, JOSEException {
    provider = Provider.start();
    accounts =
        new Accounts(
            store,
            directory,
            AccountSettings.STANDARD,
            clock,
            new SecureRandom(),
            Optional.of(new OpenIdProvider(provider.settings(), clock)),
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
                                .filter(fresh -> visit.query().text("anew").isEmpty())
                                .map(Fresh::method)
                                .map(Proof.Method::word)
                                .<Page>map(word -> new Page.Json(200, word))
                                .orElseGet(() -> accounts.freshness().ask(visit, ask)))));
    accounts.servedAt(console.origins());
    browser = new Browser(console.address());
    browser.post(
        accounts.firstLink().orElseThrow(),
        "name",
        "Ada Adler",
        "email",
        "ada@example.org",
        "login",
        "ada",
        "password",
        PASSWORD);
  }

  @AfterEach
  void close() {
    browser.close();
    console.close();
    provider.close();
  }

  /// Where a page sends the browser.
  private static String away(HttpResponse<String> page) {
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page.headers().firstValue("refresh").orElseThrow().replaceFirst("0; url=", "");
  }

  /// Goes to the provider and back.
  private HttpResponse<String> goAndComeBack(HttpResponse<String> page) {
    return browser.get(path(provider.authorize(away(page))));
  }

  private String path(String address) {
    assertThat(address).startsWith(console.address() + "/sign-on/back?");
    return address.substring(console.address().length());
  }

  private HttpResponse<String> link() {
    String csrf = Browser.csrf(browser.get("/account"));
    return goAndComeBack(browser.post("/account/sign-on", "csrf", csrf));
  }

  private void signOut() {
    browser.post("/sign-out", "csrf", Browser.csrf(browser.get("/account")));
    assertThat(browser.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void an_account_that_was_linked_is_opened_and_its_session_says_how() {
    assertThat(Browser.location(link())).isEqualTo("/account?said=sign-on");
    signOut();
    assertThat(browser.get("/sign-in?to=/account").body()).contains("Go on with Example login");

    var answer = goAndComeBack(browser.get("/sign-on?to=/account"));

    assertThat(Browser.location(answer)).isEqualTo("/account");
    assertThat(browser.errand()).as("an errand is over once it is brought back").isEmpty();
    assertThat(browser.get("/account").body()).contains("Ada Adler", "Single sign-on");
    assertThat(browser.get("/").body()).isEqualTo("Ada Adler");
  }

  @Test
  void an_identity_that_nobody_linked_opens_nothing_whatever_address_it_has() {
    signOut();

    var answer = goAndComeBack(browser.get("/sign-on"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Nobody here has this identity").doesNotContain("ada@");
    assertThat(browser.get("/").statusCode()).isEqualTo(303);
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void who_was_invited_makes_an_account_without_a_password_and_only_sign_on_opens_it() {
    String ben = directory.enrol("Ben Berg", "", Set.of(), Optional.empty());
    String link = accounts.invite(ben).orElseThrow();
    provider.subject = "ben";
    browser.cookie("");

    var answer = goAndComeBack(browser.get(link + "/sign-on"));

    assertThat(Browser.location(answer)).isEqualTo("/account");
    var account = store.all().stream().filter(one -> one.personId().equals(ben)).findFirst();
    assertThat(browser.get("/account").body())
        .contains("Ben Berg")
        .doesNotContain("Change the password", "sign-on/remove");
    assertThat(browser.get("/account/password").statusCode()).isEqualTo(404);
    String csrf = Browser.csrf(browser.get("/account"));
    assertThat(browser.post("/account/sign-on/remove", "csrf", csrf).statusCode()).isEqualTo(409);
    browser.cookie("");
    for (String password : List.of("", PASSWORD)) {
      var tried =
          browser.post("/sign-in", "login", account.orElseThrow().login(), "password", password);
      assertThat(tried.statusCode()).isEqualTo(401);
    }
    assertThat(goAndComeBack(browser.get("/sign-on")).statusCode()).isEqualTo(303);
    assertThat(browser.get(link + "/sign-on").statusCode()).as("a link works once").isEqualTo(404);
  }

  @Test
  void one_identity_opens_one_account() {
    link();
    String ben = directory.enrol("Ben Berg", "", Set.of(), Optional.empty());
    String link = accounts.invite(ben).orElseThrow();
    browser.cookie("");

    assertThat(goAndComeBack(browser.get(link + "/sign-on")).statusCode()).isEqualTo(409);

    assertThat(store.all()).hasSize(1);
    assertThat(browser.get(link).statusCode()).as("the invitation still stands").isEqualTo(200);
  }

  @Test
  void a_link_is_removed_where_a_password_is_left() {
    link();
    String csrf = Browser.csrf(browser.get("/account"));

    assertThat(Browser.location(browser.post("/account/sign-on/remove", "csrf", csrf)))
        .isEqualTo("/account?said=no-sign-on");

    signOut();
    assertThat(goAndComeBack(browser.get("/sign-on")).statusCode()).isEqualTo(403);
  }

  @Test
  void no_address_that_somebody_sends_links_an_account() {
    assertThat(browser.get("/account/sign-on").statusCode()).isIn(404, 405);
    var foreign =
        browser.postWith(
            "/account/sign-on", "cross-site", "csrf", Browser.csrf(browser.get("/account")));
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(store.byLogin("ada").orElseThrow().signOn()).isEmpty();
  }

  @Test
  void a_link_that_another_session_asked_for_is_not_made_here() {
    String csrf = Browser.csrf(browser.get("/account"));
    String back = path(provider.authorize(away(browser.post("/account/sign-on", "csrf", csrf))));
    String errand = browser.errand();
    browser.cookie("");
    browser.post("/sign-in", "login", "ada", "password", PASSWORD);
    browser.errand(errand);

    assertThat(browser.get(back).statusCode()).isEqualTo(409);
    assertThat(store.byLogin("ada").orElseThrow().signOn()).isEmpty();
  }

  private HttpResponse<String> approveAnew() {
    var question = browser.get("/approve?anew=yes");
    var again = browser.get(Browser.location(question));
    return goAndComeBack(
        browser.get(Browser.between(again.body(), "button second\" href=\"", "\"")));
  }

  @Test
  void who_one_is_can_be_proved_anew_and_the_proof_says_how() {
    link();

    assertThat(Browser.location(approveAnew())).isEqualTo("/approve");

    assertThat(browser.get("/approve").body()).isEqualTo("sign-on");
  }

  @Test
  void a_proof_counts_only_where_the_provider_says_that_it_is_of_now_and_of_the_same_person() {
    link();
    provider.saysWhen = false;
    assertThat(approveAnew().statusCode()).isEqualTo(403);
    provider.claims =
        built ->
            built.claim("auth_time", Instant.now().minus(Duration.ofHours(1)).getEpochSecond());
    assertThat(approveAnew().statusCode()).isEqualTo(403);
    provider.claims = built -> built;
    provider.saysWhen = true;
    provider.subject = "somebody else";
    var other = approveAnew();
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(other.body()).contains("Somebody else signed on");
    assertThat(browser.get("/approve").body()).isEqualTo("password");
  }

  record Hostile(String name, Consumer<Provider> make) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Hostile> hostile() {
    return Stream.of(
        new Hostile("a token that nobody signed", p -> p.signing = Provider.Signing.NONE),
        new Hostile(
            "the public key as a secret", p -> p.signing = Provider.Signing.HMAC_WITH_PUBLIC_KEY),
        new Hostile("another key", p -> p.signing = Provider.Signing.ANOTHER_KEY),
        new Hostile("another audience", p -> p.claims = c -> c.audience("others")),
        new Hostile(
            "another authorized party",
            p -> p.claims = c -> c.audience(List.of("probity", "b")).claim("azp", "b")),
        new Hostile("another issuer in the token", p -> p.claims = c -> c.issuer("https://b")),
        new Hostile("the nonce of another attempt", p -> p.claims = c -> c.claim("nonce", "n")),
        new Hostile("no nonce", p -> p.claims = c -> c.claim("nonce", null)),
        new Hostile(
            "a token whose time is over",
            p ->
                p.claims =
                    c -> c.expirationTime(Date.from(Instant.now().minus(Duration.ofMinutes(5))))),
        new Hostile(
            "a token of tomorrow",
            p -> p.claims = c -> c.issueTime(Date.from(Instant.now().plus(Duration.ofDays(1))))),
        new Hostile("a token for nobody", p -> p.claims = c -> c.subject(null)),
        new Hostile("the state of another attempt", p -> p.answer = with("state", "s")),
        new Hostile("another issuer in the answer (RFC 9207)", p -> p.answer = with("iss", "i")),
        new Hostile("no issuer in the answer", p -> p.answer = without("iss")),
        new Hostile("an answer without a code", p -> p.answer = without("code")),
        new Hostile("a code that was never given", p -> p.answer = with("code", "c")),
        new Hostile("an error", p -> p.answer = with("error", "access_denied")),
        new Hostile("an error that is no word", p -> p.answer = with("error", "<b>SECRET WORDS")));
  }

  private static java.util.function.UnaryOperator<Map<String, String>> with(
      String name, String value) {
    return answer -> {
      var other = new HashMap<>(answer);
      other.put(name, value);
      return other;
    };
  }

  private static java.util.function.UnaryOperator<Map<String, String>> without(String name) {
    return answer -> {
      var other = new HashMap<>(answer);
      other.remove(name);
      return other;
    };
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void nobody_comes_in_with(Hostile hostile) {
    link();
    signOut();
    hostile.make().accept(provider);

    var answer = goAndComeBack(browser.get("/sign-on"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).doesNotContain("SECRET WORDS", "ada@example.org");
    assertThat(browser.get("/").statusCode()).isEqualTo(303);
  }

  static Stream<Hostile> unusable() {
    return Stream.of(
        new Hostile(
            "a document of another issuer",
            p -> p.metadata = t -> t.replaceFirst("\"issuer\":\"[^\"]*", "\"issuer\":\"https://b")),
        new Hostile(
            "an endpoint without TLS",
            p -> p.metadata = t -> t.replaceFirst("http://[0-9.:]+/token", "http://b.example/t")),
        new Hostile("no document", p -> p.metadata = _ -> "<html>"),
        new Hostile("an endless document", p -> p.metadata = t -> t + " ".repeat(1 << 20)),
        new Hostile("nothing at all", Provider::close));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void a_provider_that_cannot_be_used_is_said_and_other_ways_stay_open(Hostile hostile) {
    signOut();
    hostile.make().accept(provider);

    var answer = browser.get("/sign-on");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(browser.get("/sign-in").statusCode()).isEqualTo(200);
    var entered = browser.post("/sign-in", "login", "ada", "password", PASSWORD);
    assertThat(entered.statusCode()).isEqualTo(303);
  }

  @Test
  void an_answer_is_for_the_browser_that_was_sent() {
    link();
    signOut();
    String back = path(provider.authorize(away(browser.get("/sign-on"))));
    try (var other = new Browser(console.address())) {
      assertThat(other.get(back).statusCode()).as("without the errand").isEqualTo(400);
      away(other.get("/sign-on"));
      assertThat(other.get(back).statusCode()).as("with another errand").isEqualTo(403);
      other.errand(browser.errand().replaceFirst("errand=.", "errand=A"));
      assertThat(other.get(back).statusCode()).as("with a changed errand").isEqualTo(400);
    }
    assertThat(browser.get(back).statusCode()).isEqualTo(303);
    assertThat(browser.get(back).statusCode()).as("a second time").isEqualTo(400);
  }

  @Test
  void nobody_has_the_console_ask_the_provider_without_end() {
    signOut();
    provider.answer = with("code", "c");
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < 40; i++) {
      statuses.add(goAndComeBack(browser.get("/sign-on")).statusCode());
    }

    assertThat(statuses).startsWith(403).endsWith(429);
    assertThat(provider.asked()).isLessThanOrEqualTo(31);
    var entered = browser.post("/sign-in", "login", "ada", "password", PASSWORD);
    assertThat(entered.statusCode()).as("other ways stay open").isEqualTo(303);
  }

  @Test
  void nobody_is_sent_on_to_another_site() {
    link();
    signOut();

    var answer = goAndComeBack(browser.get("/sign-on?to=//evil.example/"));

    assertThat(Browser.location(answer)).isEqualTo("/");
  }

  @Test
  void without_a_provider_there_is_nothing_of_it() throws IOException {
    var plain =
        new Accounts(
            store,
            directory,
            AccountSettings.STANDARD,
            clock,
            new SecureRandom(),
            Optional.empty(),
            new byte[32]);
    try (var other =
            Console.open(
                ConsoleSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                plain.sessions(),
                List.of(plain));
        var visitor = new Browser(other.address())) {
      assertThat(visitor.get("/sign-on").statusCode()).isEqualTo(404);
      assertThat(visitor.get("/sign-on/back?code=a").statusCode()).isEqualTo(404);
      assertThat(visitor.get("/sign-in").body()).doesNotContain("sign-on");
    }
  }
}
