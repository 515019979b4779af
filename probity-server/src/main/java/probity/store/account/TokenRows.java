package probity.store.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import probity.console.account.AccessToken;
import probity.ledger.Hash;
import probity.store.account.Database.Transaction;

/// Access tokens as rows.
final class TokenRows {
  private TokenRows() {}

  static boolean add(Transaction in, AccessToken token, int most) throws SQLException {
    if (of(in, token.accountId()).size() >= most) return false;
    in.run(
        "INSERT INTO access_tokens VALUES (?, ?, ?, ?, ?, ?, ?)",
        token.token().hex(),
        token.id(),
        token.accountId(),
        token.name(),
        token.made().toEpochMilli(),
        token.used().map(LocalDate::toString).orElse(""),
        token.until().toEpochMilli());
    return true;
  }

  static Optional<AccessToken> find(Transaction in, Hash token) throws SQLException {
    return in
        .rows("SELECT * FROM access_tokens WHERE token = ?", TokenRows::token, token.hex())
        .stream()
        .findFirst();
  }

  static List<AccessToken> of(Transaction in, String accountId) throws SQLException {
    return in.rows(
        "SELECT * FROM access_tokens WHERE account = ? ORDER BY made DESC, id",
        TokenRows::token,
        accountId);
  }

  private static AccessToken token(ResultSet row) throws SQLException {
    var used = row.getString("used");
    return new AccessToken(
        SqliteAccounts.hash(row.getString("token")),
        row.getString("id"),
        row.getString("account"),
        row.getString("name"),
        Instant.ofEpochMilli(row.getLong("made")),
        used.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(used)),
        Instant.ofEpochMilli(row.getLong("until")));
  }
}
