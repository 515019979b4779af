package probity.console.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import probity.console.Browser;
import probity.console.Console;
import probity.console.ConsoleSettings;
import probity.ledger.Hash;

class AccessTokensTest {
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
    console =
        Console.open(
            ConsoleSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            accounts.sessions(),
            List.of(accounts));
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
        "correct horse battery");
  }

  @AfterEach
  void close() {
    browser.close();
    console.close();
  }

  private String accountId() {
    return store.all().getFirst().id();
  }

  private HttpResponse<String> ask(String name, String days) {
    var csrf = Browser.csrf(browser.get("/account"));
    return browser.post("/account/tokens", "csrf", csrf, "name", name, "days", days);
  }

  private String make(String days) {
    return Browser.between(ask("Nightly import", days).body(), "<p class=\"secret\">", "</p>");
  }

  @Test
  void a_token_is_shown_once_and_its_digest_alone_is_kept() {
    String token = make("30");

    var kept = store.accessTokens(accountId()).getFirst();
    assertThat(token).startsWith("probity_").hasSize(51);
    assertThat(kept.token()).isEqualTo(Hash.of(token.getBytes(StandardCharsets.UTF_8)));
    assertThat(kept.toString()).doesNotContain(token);
    assertThat(kept.until()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));
    assertThat(browser.get("/account").body())
        .contains("Nightly import", "never")
        .doesNotContain(token);
  }

  @Test
  void it_names_its_person_and_the_day_on_which_it_was_used() {
    String token = make("30");
    clock.move(Duration.ofDays(2));

    var bearer = accounts.bearers().find(token).orElseThrow();

    assertThat(bearer.member().name()).isEqualTo("Ada Adler");
    assertThat(bearer.made()).isEqualTo(clock.instant().minus(Duration.ofDays(2)));
    assertThat(store.accessTokens(accountId()).getFirst().used())
        .contains(LocalDate.parse("2026-11-29"));
  }

  @Test
  void past_its_time_or_in_another_form_it_opens_nothing() {
    String token = make("7");
    assertThat(accounts.bearers().find(token)).isPresent();
    assertThat(accounts.bearers().find(token + "x")).isEmpty();
    assertThat(accounts.bearers().find(token.substring(8))).isEmpty();
    assertThat(accounts.bearers().find("")).isEmpty();

    clock.move(Duration.ofDays(7));

    assertThat(accounts.bearers().find(token)).isEmpty();
  }

  @Test
  void nobody_gets_one_for_longer_than_a_year_or_without_a_name() {
    ask("Long", "3650");
    assertThat(store.accessTokens(accountId()).getFirst().until())
        .as("as if nothing had been chosen")
        .isEqualTo(clock.instant().plus(Duration.ofDays(30)));
    var made = new AccessTokens(store, directory, clock, new Tokens(new SecureRandom()));
    assertThat(made.make("b", "A year", 365)).isPresent();
    assertThatThrownBy(() -> made.make("b", "Longer", 366)).hasMessageContaining("1 to 365 days");
    assertThatThrownBy(() -> made.make("b", "None", 0)).hasMessageContaining("1 to 365 days");

    assertThat(ask("", "30").statusCode()).isEqualTo(422);
    assertThat(ask("x".repeat(101), "30").statusCode()).isEqualTo(422);
    assertThat(store.accessTokens(accountId())).hasSize(1);
  }

  @Test
  void it_is_made_only_by_who_has_just_proved_who_they_are() {
    clock.move(Duration.ofMinutes(6));

    var page = browser.get("/account/tokens");
    var asked = ask("Nightly import", "30");

    assertThat(Browser.location(page)).startsWith("/account/again/");
    assertThat(Browser.location(asked)).startsWith("/account/again/");
    assertThat(store.accessTokens(accountId())).isEmpty();
  }

  @Test
  void its_owner_revokes_it_and_nobody_elses() {
    String token = make("30");
    String id = store.accessTokens(accountId()).getFirst().id();
    var csrf = Browser.csrf(browser.get("/account"));
    assertThat(browser.post("/account/tokens/another/revoke", "csrf", csrf).statusCode())
        .isEqualTo(404);

    browser.post("/account/tokens/" + id + "/revoke", "csrf", csrf);

    assertThat(accounts.bearers().find(token)).isEmpty();
    assertThat(browser.get("/account").body()).doesNotContain("Nightly import");
  }

  @Test
  void a_disabled_account_has_no_tokens_and_its_old_ones_never_again() {
    String token = make("30");
    store.add(
        new Account(
            "b",
            directory.enrol("Ben", "", java.util.Set.of(), Optional.empty()),
            "ben",
            "",
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Account.State.ACTIVE,
            clock.instant()));
    var bens = new AccessTokens(store, directory, clock, new Tokens(new SecureRandom()));
    String his = bens.make("b", "His", 30).orElseThrow();
    var csrf = Browser.csrf(browser.get("/account"));

    browser.post("/accounts/b/disable", "csrf", csrf);
    assertThat(accounts.bearers().find(his)).isEmpty();
    browser.post("/accounts/b/enable", "csrf", csrf);

    assertThat(accounts.bearers().find(his)).isEmpty();
    assertThat(store.byId("b")).get().extracting(Account::active).isEqualTo(true);
    assertThat(accounts.bearers().find(token)).isPresent();
  }

  @Test
  void an_account_has_twenty_at_most() {
    for (int i = 0; i < 20; i++) assertThat(ask("Token " + i, "30").statusCode()).isEqualTo(200);

    assertThat(ask("One more", "30").statusCode()).isEqualTo(422);
    assertThat(store.accessTokens(accountId())).hasSize(20);
  }
}
