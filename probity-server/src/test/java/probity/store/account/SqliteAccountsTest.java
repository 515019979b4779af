package probity.store.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.console.Proof;
import probity.console.account.AccessToken;
import probity.console.account.Account;
import probity.console.account.Invitation;
import probity.console.account.Session;
import probity.ledger.Hash;

class SqliteAccountsTest {
  private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
  private static final Hash TOKEN = Hash.of(new byte[] {1});

  @TempDir private Path data;
  private Database database;
  private SqliteAccounts accounts;

  @BeforeEach
  void open() {
    database = Database.open(data);
    accounts = new SqliteAccounts(database, new byte[32], new SecureRandom());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Account account(String id, String login) {
    return new Account(
        id,
        "person-1",
        login,
        "$argon2id$",
        Optional.of(new Account.Totp(SECRET, 7)),
        List.of("ab", "cd"),
        List.of(new Account.Passkey("key-" + id, "credential", 3, "Laptop", NOW)),
        Optional.of(new Account.SignOn("identity-" + id, NOW)),
        Account.State.ACTIVE,
        NOW);
  }

  private static Session session(Hash token, String id, Instant at) {
    return new Session(
        token, id, "a", "csrf", new Proof(Proof.Method.PASSKEY, at), at, at, "127.0.0.1");
  }

  @Test
  void what_was_added_is_found_in_each_way_and_after_a_restart() {
    assertThat(accounts.empty()).isTrue();
    assertThat(accounts.add(account("a", "ada"))).isTrue();
    accounts.begin(session(TOKEN, "s", NOW));

    close();
    open();

    var ada = Optional.of(account("a", "ada"));
    assertThat(accounts.empty()).isFalse();
    assertThat(accounts.byId("a")).isEqualTo(ada);
    assertThat(accounts.byLogin("ada")).isEqualTo(ada);
    assertThat(accounts.byCredential("key-a")).isEqualTo(ada);
    assertThat(accounts.byCredential("key-b")).isEmpty();
    assertThat(accounts.session(TOKEN)).contains(session(TOKEN, "s", NOW));
  }

  @Test
  void a_login_is_taken_once() {
    accounts.add(account("a", "ada"));

    assertThat(accounts.add(account("b", "ada"))).isFalse();
    assertThat(accounts.all()).hasSize(1);
  }

  @Test
  void a_change_replaces_all_that_may_change() {
    accounts.add(account("a", "ada"));
    var after =
        new Account(
            "a",
            "person-1",
            "ada",
            "other",
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Account.State.DISABLED,
            NOW);

    assertThat(accounts.change("a", _ -> after)).contains(after);
    assertThat(accounts.byId("a")).contains(after);
    assertThat(accounts.change("b", _ -> after)).isEmpty();
  }

  @Test
  void a_change_that_fails_changes_nothing_and_leaves_the_store_usable() {
    accounts.add(account("a", "ada"));

    assertThatThrownBy(() ->
            accounts.change(
                "a",
                _ -> {
                  throw new IllegalStateException("on purpose");
                }))
        .hasMessage("on purpose");

    assertThat(accounts.byId("a")).contains(account("a", "ada"));
  }

  @Test
  void sessions_end_one_by_one_all_but_one_and_by_age() {
    accounts.begin(session(TOKEN, "s", NOW));
    accounts.begin(session(Hash.of(new byte[] {2}), "t", NOW.plusSeconds(9)));
    accounts.begin(session(Hash.of(new byte[] {3}), "u", NOW.plusSeconds(5)));
    assertThat(accounts.sessions("a")).extracting(Session::id).containsExactly("t", "u", "s");

    assertThat(accounts.end("b", "t")).isFalse();
    assertThat(accounts.end("a", "t")).isTrue();
    accounts.used(TOKEN, NOW.plusSeconds(60));
    accounts.forget(NOW, NOW.plusSeconds(30), NOW);
    assertThat(accounts.sessions("a")).extracting(Session::id).containsExactly("s");
    accounts.endAll("a", "s");
    assertThat(accounts.session(TOKEN)).isPresent();
    accounts.endAll("a", "");
    assertThat(accounts.session(TOKEN)).isEmpty();
  }

  @Test
  void an_invitation_is_taken_with_its_account_or_not_at_all() {
    accounts.add(account("a", "ada"));
    accounts.invite(new Invitation(TOKEN, "person-2", NOW.plusSeconds(60), "person-1"));

    assertThat(accounts.accept(TOKEN, NOW, account("b", "ada"))).as("login taken").isFalse();
    assertThat(accounts.invitation(TOKEN, NOW)).isPresent();
    assertThat(accounts.accept(TOKEN, NOW.plusSeconds(60), account("b", "ben"))).isFalse();
    assertThat(accounts.accept(TOKEN, NOW, account("b", "ben"))).isTrue();
    assertThat(accounts.accept(TOKEN, NOW, account("c", "cy"))).isFalse();
    assertThat(accounts.all()).extracting(Account::login).containsExactly("ada", "ben");
  }

  @Test
  void only_the_owner_reads_the_files_and_no_secret_stands_in_them() throws IOException {
    accounts.add(account("a", "ada"));

    try (var files = Files.list(data.resolve("private"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(SECRET);
      }
    }
  }

  private static AccessToken accessToken(int number, Instant until) {
    return new AccessToken(
        Hash.of(new byte[] {2, (byte) number}),
        "t" + number,
        "a",
        "Nightly import",
        NOW.plusSeconds(number),
        Optional.empty(),
        until);
  }

  @Test
  void access_tokens_are_kept_by_their_digest_until_they_are_revoked_or_too_old() {
    accounts.add(account("a", "ada"));
    var one = accessToken(1, NOW.plusSeconds(60));
    var two = accessToken(2, NOW.plusSeconds(120));
    assertThat(accounts.addAccessToken(one, 2)).isTrue();
    assertThat(accounts.addAccessToken(two, 2)).isTrue();
    assertThat(accounts.addAccessToken(accessToken(3, NOW.plusSeconds(60)), 2)).isFalse();
    accounts.accessTokenUsed(one.token(), LocalDate.parse("2026-11-27"));

    close();
    open();

    assertThat(accounts.accessTokens("a").stream().map(AccessToken::id))
        .containsExactly("t2", "t1");
    assertThat(accounts.accessToken(one.token()))
        .get()
        .extracting(AccessToken::used)
        .isEqualTo(Optional.of(LocalDate.parse("2026-11-27")));
    assertThat(accounts.accessToken(two.token())).contains(two);
    accounts.forgetAccessTokens(NOW.plusSeconds(60));
    assertThat(accounts.accessToken(one.token())).isEmpty();
    assertThat(accounts.revokeAccessToken("b", "t2")).isFalse();
    assertThat(accounts.revokeAccessToken("a", "t2")).isTrue();
    assertThat(accounts.accessTokens("a")).isEmpty();
    accounts.addAccessToken(one, 2);
    accounts.revokeAccessTokens("a");
    assertThat(accounts.accessTokens("a")).isEmpty();
  }

  @Test
  void a_file_of_another_version_is_refused_and_stays_as_it_is() throws SQLException {
    accounts.add(account("a", "ada"));
    close();
    String url = "jdbc:sqlite:" + data.resolve("private/accounts.db");
    for (int version : List.of(2, 4)) {
      try (var other = DriverManager.getConnection(url);
          var statement = other.createStatement()) {
        statement.executeUpdate("PRAGMA user_version = " + version);
      }
      assertThatThrownBy(() -> Database.open(data)).hasMessageContaining("another version");
    }
    try (var other = DriverManager.getConnection(url);
        var statement = other.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 3");
    }

    open();

    assertThat(accounts.byId("a")).isPresent();
  }

  @Test
  void a_person_who_is_removed_leaves_no_access_token() {
    accounts.add(account("a", "ada"));
    var token = accessToken(1, NOW.plusSeconds(60));
    accounts.addAccessToken(token, 2);

    accounts.remove("person-1");

    assertThat(accounts.accessToken(token.token())).isEmpty();
    assertThat(accounts.empty()).isTrue();
  }

  @Test
  void the_login_of_a_person_who_is_removed_stands_in_no_file() throws IOException {
    accounts.add(account("a", "ada.lovelace"));
    assertThat(holding("ada.lovelace")).isNotEmpty();

    accounts.remove("person-1");

    assertThat(holding("ada.lovelace")).isEmpty();
  }

  private List<String> holding(String login) throws IOException {
    try (var files = Files.list(data.resolve("private"))) {
      return files
          .filter(file -> text(file).contains(login))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void under_another_master_key_accounts_are_there_and_their_secrets_stay_for_the_right_one() {
    accounts.add(account("a", "ada"));
    var other =
        new SqliteAccounts(
            database,
            new byte[] {
              1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
              25, 26, 27, 28, 29, 30, 31, 32
            },
            new SecureRandom());

    assertThat(other.all())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.login()).isEqualTo("ada");
          assertThat(one.totp().orElseThrow().secret()).isEmpty();
        });
    other.change(
        "a",
        one ->
            new Account(
                one.id(),
                one.personId(),
                one.login(),
                "changed",
                one.totp(),
                one.recovery(),
                one.passkeys(),
                one.signOn(),
                one.state(),
                one.created()));

    var again = accounts.byId("a").orElseThrow();
    assertThat(again.password()).isEqualTo("changed");
    assertThat(again.totp().orElseThrow().secret()).isEqualTo(SECRET);
  }
}
