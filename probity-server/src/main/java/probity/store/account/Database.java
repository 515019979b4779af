package probity.store.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/// `private/accounts.db` of a data folder, which its owner alone can read: one connection, and one
/// call at a time.
public final class Database implements AutoCloseable {
  private static final int VERSION = 3;
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE accounts (
            id TEXT PRIMARY KEY, person TEXT NOT NULL, login TEXT NOT NULL UNIQUE,
            password TEXT NOT NULL, totp TEXT NOT NULL, totp_step INTEGER NOT NULL,
            recovery TEXT NOT NULL, sign_on TEXT NOT NULL, sign_on_added INTEGER NOT NULL,
            state TEXT NOT NULL, created INTEGER NOT NULL
          ) WITHOUT ROWID\
          """,
          "CREATE UNIQUE INDEX accounts_sign_on ON accounts (sign_on) WHERE sign_on <> ''",
          """
          CREATE TABLE passkeys (
            credential_id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (id),
            credential TEXT NOT NULL, count INTEGER NOT NULL, label TEXT NOT NULL,
            added INTEGER NOT NULL
          ) WITHOUT ROWID\
          """,
          "CREATE INDEX passkeys_account ON passkeys (account)",
          """
          CREATE TABLE sessions (
            token TEXT PRIMARY KEY, id TEXT NOT NULL, account TEXT NOT NULL, csrf TEXT NOT NULL,
            method TEXT NOT NULL, proved INTEGER NOT NULL, began INTEGER NOT NULL,
            used INTEGER NOT NULL, address TEXT NOT NULL
          ) WITHOUT ROWID\
          """,
          "CREATE INDEX sessions_account ON sessions (account, began)",
          """
          CREATE TABLE invitations (
            token TEXT PRIMARY KEY, person TEXT NOT NULL, until INTEGER NOT NULL,
            invited_by TEXT NOT NULL
          ) WITHOUT ROWID\
          """,
          """
          CREATE TABLE erasures (
            id TEXT PRIMARY KEY, record TEXT NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL,
            requested_by TEXT NOT NULL, requested_at TEXT NOT NULL
          ) WITHOUT ROWID\
          """,
          """
          CREATE TABLE access_tokens (
            token TEXT PRIMARY KEY, id TEXT NOT NULL,
            account TEXT NOT NULL REFERENCES accounts (id), name TEXT NOT NULL,
            made INTEGER NOT NULL, used TEXT NOT NULL, until INTEGER NOT NULL
          ) WITHOUT ROWID\
          """,
          "CREATE INDEX access_tokens_account ON access_tokens (account, made)");

  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /// Opens the database of the data folder `data`, or begins one.
  public static Database open(Path data) {
    try {
      var folder = data.resolve("private");
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(data);
        Files.createDirectory(folder, permissions("rwx------"));
      }
      var file = folder.resolve("accounts.db");
      // Made by us first: SQLite's other files get the permissions of this one.
      if (!Files.exists(file)) Files.createFile(file, permissions("rw-------"));
      return new Database(connect(file));
    } catch (IOException e) {
      throw new UncheckedIOException("`private/accounts.db` cannot be made", e);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static java.nio.file.attribute.FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static Connection connect(Path file) throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(10_000);
    var connection = config.createConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      // What is deleted is overwritten: a login may be somebody's name.
      statement.execute("PRAGMA secure_delete = ON");
      int version = statement.executeQuery("PRAGMA user_version").getInt(1);
      if (version != 0 && version != VERSION) {
        throw new SQLException("it has the tables of another version of this program");
      }
      if (version == 0) {
        connection.setAutoCommit(false);
        for (String table : TABLES) statement.executeUpdate(table);
        statement.executeUpdate("PRAGMA user_version = " + VERSION);
        connection.commit();
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// What one call does; all of it is durable when it returns, or none.
  interface Work<T> {
    T in(Transaction transaction) throws SQLException;
  }

  synchronized <T> T call(Work<T> work) {
    try {
      try {
        var result = work.in(new Transaction(connection));
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// Empties the log of writes, so that what was deleted stands in no file any more.
  synchronized void forget() {
    try {
      connection.setAutoCommit(true);
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      } finally {
        connection.setAutoCommit(false);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static UncheckedIOException failed(SQLException e) {
    return new UncheckedIOException(
        new IOException("`private/accounts.db` cannot be used: " + e.getMessage(), e));
  }

  /// Statements of one call.
  record Transaction(Connection connection) {
    /// Makes a value of a row.
    interface Row<T> {
      T of(ResultSet row) throws SQLException;
    }

    /// Runs a statement; how many rows it changed.
    int run(String sql, Object... values) throws SQLException {
      try (var statement = connection.prepareStatement(sql)) {
        fill(statement, values);
        return statement.executeUpdate();
      }
    }

    <T> List<T> rows(String sql, Row<T> row, Object... values) throws SQLException {
      try (var statement = connection.prepareStatement(sql)) {
        fill(statement, values);
        var found = new ArrayList<T>();
        try (var rows = statement.executeQuery()) {
          while (rows.next()) found.add(row.of(rows));
        }
        return found;
      }
    }

    private static void fill(PreparedStatement statement, Object... values) throws SQLException {
      for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
