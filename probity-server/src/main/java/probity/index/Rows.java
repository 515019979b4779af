package probity.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import probity.ledger.Entry;
import probity.ledger.Json;

/// Writes entries as rows, within the transaction of its connection.
///
/// What an entry lacks is empty in its row: whether entries are as they should be is the verifier's
/// question.
final class Rows implements AutoCloseable {
  private final PreparedStatement kind;
  private final PreparedStatement intent;
  private final PreparedStatement record;
  private final PreparedStatement outcome;
  private final PreparedStatement answer;
  private final PreparedStatement tool;
  private final PreparedStatement label;
  private final PreparedStatement rule;
  private final PreparedStatement queue;
  private final PreparedStatement source;
  private final PreparedStatement review;
  private final Profiles profiles;

  Rows(Connection database) throws SQLException {
    kind =
        database.prepareStatement(
            "INSERT INTO kinds VALUES (?, ?, 1)"
                + " ON CONFLICT DO UPDATE SET entries = entries + 1");
    intent =
        database.prepareStatement(
            """
            INSERT INTO records (exchange, log, intent, intent_leaf, time, purpose, caller, route,
              system, "use", provider, model, region, format, verdict, refused_on, rule, reason,
              bundle_name, bundle_version, bundle_digest)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) RETURNING id\
            """);
    record = database.prepareStatement("SELECT id FROM records WHERE intent_leaf = ? AND log = ?");
    outcome =
        database.prepareStatement(
            """
            UPDATE records SET outcome = ?, outcome_leaf = ?, received = ?, first_byte = ?,
              completed = ?, ending = ?, detail = ?, status = ?, upstream_status = ?, attempts = ?,
              prompt_tokens = ?, completion_tokens = ?, total_tokens = ?, tools_asked = ?,
              tools_allowed = ?, tools_refused = ? WHERE id = ?\
            """);
    answer =
        database.prepareStatement(
            "UPDATE records SET verdict = 'refuse', refused_on = 'answer', rule = ?, reason = ?"
                + " WHERE id = ?");
    tool = database.prepareStatement("INSERT OR REPLACE INTO tools VALUES (?,?,?,?,?,?,?,?)");
    label =
        database.prepareStatement(
            "INSERT INTO labels VALUES (?,?,?,?)"
                + " ON CONFLICT DO UPDATE SET count = count + excluded.count");
    rule = database.prepareStatement("INSERT OR IGNORE INTO rules VALUES (?,?,?)");
    queue =
        database.prepareStatement(
            "INSERT INTO queues VALUES (?,?,?)"
                + " ON CONFLICT DO UPDATE SET held = max(held, excluded.held)");
    source = database.prepareStatement("INSERT OR IGNORE INTO sources VALUES (?,?,?,?,?)");
    review = database.prepareStatement("INSERT OR IGNORE INTO reviews VALUES (?,?,?,?,?,?,?)");
    profiles = new Profiles(database);
  }

  /// Adds entry `index` of a log.
  void add(String log, long index, Entry entry) throws SQLException {
    kind.setString(1, log);
    kind.setString(2, entry.kind());
    kind.executeUpdate();
    switch (entry.kind()) {
      case "intent" -> intent(log, index, entry);
      case "step" -> step(log, index, entry);
      case "outcome" -> outcome(log, index, entry);
      case "grant" -> review(entry);
      default -> {
        // Counted; it belongs to no exchange.
      }
    }
  }

  private void intent(String log, long index, Entry entry) throws SQLException {
    var body = entry.body();
    boolean refused = text(body, "verdict").equals("refuse");
    var bundle = body.object("bundle").orElse(Json.object().build());
    intent.setString(1, text(body, "exchange"));
    intent.setString(2, log);
    intent.setLong(3, index);
    intent.setString(4, entry.leaf().hex());
    intent.setString(5, entry.time());
    int at = 6;
    for (String member :
        new String[] {
          "purpose", "caller", "route", "system", "use", "provider", "model", "region"
        }) {
      intent.setString(at++, text(body, member));
    }
    intent.setString(14, body.object("facts").map(facts -> text(facts, "format")).orElse(""));
    intent.setString(15, text(body, "verdict"));
    intent.setString(16, refused ? "request" : "");
    intent.setString(17, text(body, "rule"));
    intent.setString(18, text(body, "reason"));
    intent.setString(19, text(bundle, "name"));
    intent.setString(20, text(bundle, "version"));
    intent.setString(21, text(bundle, "digest"));
    long id;
    try (var inserted = intent.executeQuery()) {
      id = inserted.getLong(1);
    }
    labels(id, "request", body);
    rules(id, "request", body);
    sources(id, body);
    profiles.touch(id);
  }

  private void sources(long id, Json.Obj body) throws SQLException {
    for (Json.Obj use : Json.objects(body.items("sources"))) {
      source.setLong(1, id);
      source.setString(2, text(use, "source"));
      source.setLong(3, number(use, "version"));
      source.setString(4, text(use, "method"));
      source.setLong(5, number(use, "score"));
      source.executeUpdate();
    }
  }

  private void step(String log, long index, Entry entry) throws SQLException {
    var body = entry.body();
    var found = record(log, body);
    if (found.isEmpty()) return;
    long id = found.getAsLong();
    tool.setLong(1, id);
    tool.setLong(2, index);
    tool.setString(3, entry.leaf().hex());
    tool.setLong(4, number(body, "number"));
    tool.setString(5, text(body, "tool"));
    tool.setString(6, text(body, "verdict"));
    tool.setString(7, text(body, "rule"));
    tool.setString(8, text(body, "reason"));
    tool.executeUpdate();
    labels(id, "tool", body);
    rules(id, "tool", body);
    profiles.touch(id);
  }

  private void outcome(String log, long index, Entry entry) throws SQLException {
    var body = entry.body();
    var found = record(log, body);
    if (found.isEmpty()) return;
    long id = found.getAsLong();
    var usage = body.object("usage").orElse(Json.object().build());
    outcome.setLong(1, index);
    outcome.setString(2, entry.leaf().hex());
    outcome.setString(3, text(body, "received"));
    outcome.setString(4, text(body, "first_byte"));
    outcome.setString(5, text(body, "completed"));
    outcome.setString(6, text(body, "ending"));
    outcome.setString(7, text(body, "detail"));
    outcome.setLong(8, number(body, "status"));
    outcome.setLong(9, number(body, "upstream_status"));
    outcome.setLong(10, number(body, "attempts"));
    outcome.setLong(11, number(usage, "prompt"));
    outcome.setLong(12, number(usage, "completion"));
    outcome.setLong(13, number(usage, "total"));
    outcome.setLong(14, number(body, "tools_asked"));
    outcome.setLong(15, number(body, "tools_allowed"));
    outcome.setLong(16, number(body, "tools_refused"));
    outcome.setLong(17, id);
    outcome.executeUpdate();
    labels(id, "answer", body);
    for (Json.Obj decision : Json.objects(body.items("decisions"))) {
      rules(id, "answer", decision);
      if (!text(decision, "verdict").equals("refuse")) continue;
      answer.setString(1, text(decision, "rule"));
      answer.setString(2, text(decision, "reason"));
      answer.setLong(3, id);
      answer.executeUpdate();
    }
    profiles.touch(id);
  }

  /// What a person decided; the record may come later.
  private void review(Entry entry) throws SQLException {
    var body = entry.body();
    review.setString(1, text(body, "intent"));
    review.setString(2, text(body, "queue"));
    review.setString(3, text(body, "verdict"));
    review.setString(4, text(body, "finding"));
    review.setString(5, text(body, "person"));
    review.setString(6, entry.time());
    review.setString(7, entry.leaf().hex());
    review.executeUpdate();
  }

  private OptionalLong record(String log, Json.Obj body) throws SQLException {
    record.setString(1, text(body, "intent"));
    record.setString(2, log);
    try (ResultSet found = record.executeQuery()) {
      return found.next() ? OptionalLong.of(found.getLong(1)) : OptionalLong.empty();
    }
  }

  private void labels(long id, String phase, Json.Obj body) throws SQLException {
    for (Json.Obj finding : Json.objects(body.items("findings"))) {
      label.setLong(1, id);
      label.setString(2, phase);
      label.setString(3, text(finding, "label"));
      label.setLong(4, number(finding, "count"));
      label.executeUpdate();
    }
  }

  /// The rules of a decision, and the queues in which it put the record.
  private void rules(long id, String phase, Json.Obj decided) throws SQLException {
    for (Json.Obj obligation : Json.objects(decided.items("obligations"))) {
      boolean held = text(obligation, "kind").equals("review");
      if (!held && !text(obligation, "kind").equals("queue")) continue;
      queue.setLong(1, id);
      queue.setString(2, text(obligation, "queue"));
      queue.setInt(3, held ? 1 : 0);
      queue.executeUpdate();
    }
    var rules = decided.object("rules").orElse(Json.object().build());
    for (Json item : rules.items("decided")) {
      if (!(item instanceof Json.Str(var word))) continue;
      rule.setLong(1, id);
      rule.setString(2, phase);
      rule.setString(3, word);
      rule.executeUpdate();
    }
  }

  /// Ends a batch: gives every record of it the profile that it has now.
  void settle() throws SQLException {
    profiles.settle();
  }

  private static String text(Json.Obj body, String member) {
    return body.text(member).orElse("");
  }

  private static long number(Json.Obj body, String member) {
    return body.number(member).orElse(0L);
  }

  @Override
  public void close() throws SQLException {
    for (var statement :
        new PreparedStatement[] {
          kind, intent, record, outcome, answer, tool, label, rule, queue, source, review
        }) {
      statement.close();
    }
    profiles.close();
  }
}
