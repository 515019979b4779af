package probity.index;

import java.util.List;

/// The tables of `index.db`; docs/index.md explains each column.
final class Schema {
  /// Counts up with every change of the tables; an index of another version is made anew.
  static final int VERSION = 4;

  static final List<String> TABLES =
      List.of(
          "logs",
          "kinds",
          "profiles",
          "words_once",
          "words_many",
          "records",
          "labels",
          "rules",
          "tools",
          "queues",
          "sources",
          "reviews");

  static final List<String> CREATE =
      List.of(
          """
          CREATE TABLE logs (
            log TEXT PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, leaf TEXT NOT NULL
          ) WITHOUT ROWID\
          """,
          """
          CREATE TABLE kinds (
            log TEXT NOT NULL, kind TEXT NOT NULL, entries INTEGER NOT NULL,
            PRIMARY KEY (log, kind)
          ) WITHOUT ROWID\
          """,
          """
          CREATE TABLE words_once (id INTEGER PRIMARY KEY, words TEXT NOT NULL UNIQUE)\
          """,
          """
          CREATE TABLE words_many (id INTEGER PRIMARY KEY, words TEXT NOT NULL UNIQUE)\
          """,
          "CREATE TABLE profiles (profile INTEGER PRIMARY KEY, records INTEGER NOT NULL)",
          """
          CREATE TABLE records (
            id INTEGER PRIMARY KEY,
            profile INTEGER NOT NULL DEFAULT 0,
            exchange TEXT NOT NULL,
            log TEXT NOT NULL,
            intent INTEGER NOT NULL,
            intent_leaf TEXT NOT NULL,
            outcome INTEGER,
            outcome_leaf TEXT NOT NULL DEFAULT '',
            time TEXT NOT NULL,
            received TEXT NOT NULL DEFAULT '',
            first_byte TEXT NOT NULL DEFAULT '',
            completed TEXT NOT NULL DEFAULT '',
            purpose TEXT NOT NULL,
            caller TEXT NOT NULL,
            route TEXT NOT NULL,
            system TEXT NOT NULL,
            "use" TEXT NOT NULL,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            region TEXT NOT NULL,
            format TEXT NOT NULL,
            verdict TEXT NOT NULL,
            refused_on TEXT NOT NULL,
            rule TEXT NOT NULL,
            reason TEXT NOT NULL,
            ending TEXT NOT NULL DEFAULT '',
            detail TEXT NOT NULL DEFAULT '',
            status INTEGER NOT NULL DEFAULT 0,
            upstream_status INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            prompt_tokens INTEGER NOT NULL DEFAULT 0,
            completion_tokens INTEGER NOT NULL DEFAULT 0,
            total_tokens INTEGER NOT NULL DEFAULT 0,
            tools_asked INTEGER NOT NULL DEFAULT 0,
            tools_allowed INTEGER NOT NULL DEFAULT 0,
            tools_refused INTEGER NOT NULL DEFAULT 0,
            bundle_name TEXT NOT NULL,
            bundle_version TEXT NOT NULL,
            bundle_digest TEXT NOT NULL
          )\
          """,
          "CREATE UNIQUE INDEX records_intent ON records (intent_leaf)",
          "CREATE INDEX records_exchange ON records (exchange)",
          "CREATE INDEX records_time ON records (time, profile)",
          "CREATE INDEX records_profile ON records (profile, time)",
          """
          CREATE TABLE labels (
            record INTEGER NOT NULL, phase TEXT NOT NULL, label TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (record, phase, label)
          ) WITHOUT ROWID\
          """,
          "CREATE INDEX labels_label ON labels (label, record)",
          """
          CREATE TABLE rules (
            record INTEGER NOT NULL, phase TEXT NOT NULL, rule TEXT NOT NULL,
            PRIMARY KEY (record, phase, rule)
          ) WITHOUT ROWID\
          """,
          "CREATE INDEX rules_rule ON rules (rule, record)",
          """
          CREATE TABLE tools (
            record INTEGER NOT NULL, entry INTEGER NOT NULL, leaf TEXT NOT NULL,
            number INTEGER NOT NULL, tool TEXT NOT NULL, verdict TEXT NOT NULL, rule TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (record, entry)
          ) WITHOUT ROWID\
          """,
          "CREATE INDEX tools_tool ON tools (tool, record)",
          """
          CREATE TABLE queues (
            record INTEGER NOT NULL, queue TEXT NOT NULL, held INTEGER NOT NULL,
            PRIMARY KEY (record, queue)
          ) WITHOUT ROWID\
          """,
          "CREATE INDEX queues_queue ON queues (queue, record)",
          """
          CREATE TABLE sources (
            record INTEGER NOT NULL, source TEXT NOT NULL, version INTEGER NOT NULL,
            method TEXT NOT NULL, score INTEGER NOT NULL,
            PRIMARY KEY (record, source, version, method)
          ) WITHOUT ROWID\
          """,
          "CREATE INDEX sources_source ON sources (source, record)",
          """
          CREATE TABLE reviews (
            intent_leaf TEXT NOT NULL, queue TEXT NOT NULL, verdict TEXT NOT NULL,
            finding TEXT NOT NULL, person TEXT NOT NULL, time TEXT NOT NULL, leaf TEXT NOT NULL,
            PRIMARY KEY (intent_leaf, queue, leaf)
          ) WITHOUT ROWID\
          """,
          "PRAGMA user_version = " + VERSION);

  private Schema() {}
}
