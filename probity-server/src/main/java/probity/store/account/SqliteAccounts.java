package probity.store.account;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import probity.console.Proof;
import probity.console.account.AccessToken;
import probity.console.account.Account;
import probity.console.account.AccountStore;
import probity.console.account.Invitation;
import probity.console.account.Session;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.store.account.Database.Transaction;

/// Accounts, sessions, access tokens and invitations in SQLite.
public final class SqliteAccounts implements AccountStore {
  private static final String ACCOUNT =
      "SELECT id, person, login, password, totp, totp_step, recovery, sign_on, sign_on_added, state,"
          + " created FROM accounts ";

  private final Database database;
  private final Seal seal;

  /// @param key of 32 bytes, under which secrets of authenticator apps are sealed
  public SqliteAccounts(Database database, byte[] key, SecureRandom random) {
    this.database = database;
    this.seal = new Seal(key, random);
  }

  @Override
  public boolean empty() {
    return database.call(
        in -> in.rows("SELECT 1 FROM accounts LIMIT 1", row -> row.getInt(1)).isEmpty());
  }

  @Override
  public boolean add(Account account) {
    return database.call(in -> add(in, account));
  }

  private boolean add(Transaction in, Account account) throws SQLException {
    int added =
        in.run(
            "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            account.id(),
            account.personId(),
            account.login(),
            account.password(),
            totp(account),
            account.totp().map(Account.Totp::lastStep).orElse(0L),
            String.join(" ", account.recovery()),
            account.signOn().map(Account.SignOn::identity).orElse(""),
            account.signOn().map(one -> one.added().toEpochMilli()).orElse(0L),
            account.state().word(),
            account.created().toEpochMilli());
    if (added == 1) passkeys(in, account);
    return added == 1;
  }

  private String totp(Account account) {
    return account.totp().map(totp -> seal.seal(totp.secret(), account.id())).orElse("");
  }

  private static String sealedTotp(Transaction in, String id) throws SQLException {
    return in.rows("SELECT totp FROM accounts WHERE id = ?", row -> row.getString(1), id)
        .getFirst();
  }

  private static void passkeys(Transaction in, Account account) throws SQLException {
    in.run("DELETE FROM passkeys WHERE account = ?", account.id());
    for (Account.Passkey key : account.passkeys()) {
      in.run(
          "INSERT INTO passkeys VALUES (?, ?, ?, ?, ?, ?)",
          key.credentialId(),
          account.id(),
          key.credential(),
          key.count(),
          key.label(),
          key.added().toEpochMilli());
    }
  }

  @Override
  public Optional<Account> change(String id, UnaryOperator<Account> change) {
    return database.call(in -> {
      var before = one(in, "WHERE id = ?", id);
      if (before.isEmpty()) return before;
      var after = change.apply(before.get());
      if (after.equals(before.get())) return before;
      in.run(
          "UPDATE accounts SET password = ?, totp = ?, totp_step = ?, recovery = ?, sign_on = ?,"
              + " sign_on_added = ?, state = ? WHERE id = ?",
          after.password(),
          // What cannot be opened now stays as it was: the right master key may come back.
          after.totp().equals(before.get().totp()) ? sealedTotp(in, id) : totp(after),
          after.totp().map(Account.Totp::lastStep).orElse(0L),
          String.join(" ", after.recovery()),
          after.signOn().map(Account.SignOn::identity).orElse(""),
          after.signOn().map(one -> one.added().toEpochMilli()).orElse(0L),
          after.state().word(),
          id);
      passkeys(in, after);
      return Optional.of(after);
    });
  }

  @Override
  public Optional<Account> byId(String id) {
    return database.call(in -> one(in, "WHERE id = ?", id));
  }

  @Override
  public Optional<Account> byLogin(String login) {
    return database.call(in -> one(in, "WHERE login = ?", login));
  }

  @Override
  public Optional<Account> byCredential(String credentialId) {
    return database.call(in ->
        one(in, "WHERE id = (SELECT account FROM passkeys WHERE credential_id = ?)", credentialId));
  }

  @Override
  public Optional<Account> bySignOn(String identity) {
    return database.call(in -> one(in, "WHERE sign_on <> '' AND sign_on = ?", identity));
  }

  @Override
  public List<Account> all() {
    return database.call(in -> in.rows(ACCOUNT + "ORDER BY login", row -> account(in, row)));
  }

  private Optional<Account> one(Transaction in, String where, String value) throws SQLException {
    return in.rows(ACCOUNT + where, row -> account(in, row), value).stream().findFirst();
  }

  private Account account(Transaction in, ResultSet row) throws SQLException {
    var id = row.getString("id");
    var totp = row.getString("totp");
    var recovery = row.getString("recovery");
    var signOn = row.getString("sign_on");
    var state = row.getString("state");
    return new Account(
        id,
        row.getString("person"),
        row.getString("login"),
        row.getString("password"),
        totp.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Account.Totp(seal.open(totp, id).orElse(""), row.getLong("totp_step"))),
        recovery.isEmpty() ? List.of() : List.of(recovery.split(" ")),
        in.rows(
            "SELECT credential_id, credential, count, label, added FROM passkeys WHERE account = ?"
                + " ORDER BY added, credential_id",
            key ->
                new Account.Passkey(
                    key.getString(1),
                    key.getString(2),
                    key.getLong(3),
                    key.getString(4),
                    Instant.ofEpochMilli(key.getLong(5))),
            id),
        signOn.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Account.SignOn(signOn, Instant.ofEpochMilli(row.getLong("sign_on_added")))),
        Arrays.stream(Account.State.values())
            .filter(each -> each.word().equals(state))
            .findFirst()
            .orElse(Account.State.DISABLED),
        Instant.ofEpochMilli(row.getLong("created")));
  }

  @Override
  public void begin(Session session) {
    database.call(in ->
        in.run(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            session.token().hex(),
            session.id(),
            session.accountId(),
            session.csrf(),
            session.proof().method().word(),
            session.proof().at().toEpochMilli(),
            session.began().toEpochMilli(),
            session.used().toEpochMilli(),
            session.address()));
  }

  @Override
  public Optional<Session> session(Hash token) {
    return database.call(in ->
        in
            .rows("SELECT * FROM sessions WHERE token = ?", SqliteAccounts::session, token.hex())
            .stream()
            .findFirst());
  }

  private static Session session(ResultSet row) throws SQLException {
    var method = row.getString("method");
    return new Session(
        hash(row.getString("token")),
        row.getString("id"),
        row.getString("account"),
        row.getString("csrf"),
        new Proof(
            Arrays.stream(Proof.Method.values())
                .filter(each -> each.word().equals(method))
                .findFirst()
                .orElse(Proof.Method.PASSWORD),
            Instant.ofEpochMilli(row.getLong("proved"))),
        Instant.ofEpochMilli(row.getLong("began")),
        Instant.ofEpochMilli(row.getLong("used")),
        row.getString("address"));
  }

  static Hash hash(String hex) {
    return switch (Hash.parseHex(hex)) {
      case Checked.Valid<Hash>(var hash) -> hash;
      case Checked.Invalid<Hash> _ ->
          throw new IllegalStateException("a kept token has another form");
    };
  }

  @Override
  public void used(Hash token, Instant at) {
    database.call(in ->
        in.run("UPDATE sessions SET used = ? WHERE token = ?", at.toEpochMilli(), token.hex()));
  }

  @Override
  public boolean end(String accountId, String sessionId) {
    return database.call(in ->
        in.run("DELETE FROM sessions WHERE account = ? AND id = ?", accountId, sessionId) > 0);
  }

  @Override
  public void endAll(String accountId, String except) {
    database.call(
        in -> in.run("DELETE FROM sessions WHERE account = ? AND id <> ?", accountId, except));
  }

  @Override
  public void forget(Instant began, Instant used, Instant now) {
    database.call(in -> {
      in.run("DELETE FROM invitations WHERE until <= ?", now.toEpochMilli());
      return in.run(
          "DELETE FROM sessions WHERE began < ? OR used < ?",
          began.toEpochMilli(),
          used.toEpochMilli());
    });
  }

  @Override
  public List<Session> sessions(String accountId) {
    return database.call(in ->
        in.rows(
            "SELECT * FROM sessions WHERE account = ? ORDER BY began DESC, id",
            SqliteAccounts::session,
            accountId));
  }

  @Override
  public void invite(Invitation invitation) {
    database.call(in ->
        in.run(
            "INSERT INTO invitations VALUES (?, ?, ?, ?)",
            invitation.token().hex(),
            invitation.personId(),
            invitation.until().toEpochMilli(),
            invitation.byPersonId()));
  }

  @Override
  public Optional<Invitation> invitation(Hash token, Instant now) {
    return database.call(in -> invitation(in, token, now));
  }

  private static Optional<Invitation> invitation(Transaction in, Hash token, Instant now)
      throws SQLException {
    return in
        .rows(
            "SELECT person, until, invited_by FROM invitations WHERE token = ? AND until > ?",
            row ->
                new Invitation(
                    token,
                    row.getString(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    row.getString(3)),
            token.hex(),
            now.toEpochMilli())
        .stream()
        .findFirst();
  }

  @Override
  public boolean accept(Hash token, Instant now, Account account) {
    return database.call(in -> {
      if (invitation(in, token, now).isEmpty() || !add(in, account)) return false;
      in.run("DELETE FROM invitations WHERE token = ?", token.hex());
      return true;
    });
  }

  @Override
  public boolean addAccessToken(AccessToken token, int most) {
    return database.call(in -> TokenRows.add(in, token, most));
  }

  @Override
  public Optional<AccessToken> accessToken(Hash token) {
    return database.call(in -> TokenRows.find(in, token));
  }

  @Override
  public void accessTokenUsed(Hash token, LocalDate on) {
    database.call(in ->
        in.run("UPDATE access_tokens SET used = ? WHERE token = ?", on.toString(), token.hex()));
  }

  @Override
  public boolean revokeAccessToken(String accountId, String tokenId) {
    return database.call(in ->
        in.run("DELETE FROM access_tokens WHERE account = ? AND id = ?", accountId, tokenId) > 0);
  }

  @Override
  public void revokeAccessTokens(String accountId) {
    database.call(in -> in.run("DELETE FROM access_tokens WHERE account = ?", accountId));
  }

  @Override
  public void forgetAccessTokens(Instant now) {
    database.call(in -> in.run("DELETE FROM access_tokens WHERE until <= ?", now.toEpochMilli()));
  }

  @Override
  public List<AccessToken> accessTokens(String accountId) {
    return database.call(in -> TokenRows.of(in, accountId));
  }

  @Override
  public void remove(String personId) {
    database.call(in -> {
      String theirs = " IN (SELECT id FROM accounts WHERE person = ?)";
      in.run("DELETE FROM passkeys WHERE account" + theirs, personId);
      in.run("DELETE FROM sessions WHERE account" + theirs, personId);
      in.run("DELETE FROM access_tokens WHERE account" + theirs, personId);
      in.run("DELETE FROM invitations WHERE person = ?", personId);
      return in.run("DELETE FROM accounts WHERE person = ?", personId);
    });
    database.forget();
  }
}
