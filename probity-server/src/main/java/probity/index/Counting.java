package probity.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import probity.index.Query.By;
import probity.index.Query.Field;

/// Counts records by their profiles: in one pass over the profiles, or over the records of a time,
/// of which nothing else is read.
final class Counting {
  private final Connection database;
  private final Query query;
  private final Filter filter;
  private final long recordsMax;

  /// @param recordsMax of more records with the text of one document, or with one tool, the newest
  ///   are counted
  Counting(Connection database, Query query, long recordsMax) throws SQLException {
    this.database = database;
    this.query = query;
    this.recordsMax = recordsMax;
    this.filter = new Filter(database, query);
  }

  /// How many records met some of the conditions, by the numbers of their words.
  private final class Tally {
    final long conditions;
    final long[] once = new long[filter.once().size()];
    final long[] many = new long[filter.many().size()];

    Tally(long conditions) {
      this.conditions = conditions;
    }

    void add(long profile, long bits, long records) {
      if ((bits & conditions) != conditions) return;
      once[Profiles.once(profile)] += records;
      many[Profiles.many(profile)] += records;
    }

    long total() {
      long total = 0;
      for (long records : once) total += records;
      return total;
    }
  }

  Counts counts(Set<Field> fields, int wordsMax) throws SQLException {
    var whole = new Tally(filter.all());
    var tallies = new ArrayList<Tally>(List.of(whole));
    var of = new EnumMap<Field, Tally>(Field.class);
    for (Field field : fields) {
      var tally = query.has(field) ? new Tally(filter.without(field)) : whole;
      of.put(field, tally);
      if (tally != whole) tallies.add(tally);
    }
    boolean exact = pass(tallies);
    var facets = new EnumMap<Field, List<Counts.Facet>>(Field.class);
    of.forEach((field, tally) -> facets.put(field, facets(field, tally, wordsMax)));
    return new Counts(whole.total(), exact, facets);
  }

  /// Fills the tallies; whether nothing was left out.
  private boolean pass(List<Tally> tallies) throws SQLException {
    boolean listed = !query.by(By.RECORD).isEmpty();
    var sql = new Sql();
    if (listed) {
      sql.add("SELECT r.profile, 1 FROM records r WHERE r.id IN (")
          .add(Sql.records(query))
          .add(")")
          .add(Sql.times(query))
          .add(" ORDER BY r.id DESC");
    } else if (query.by(By.TIME).isEmpty()) {
      sql.add("SELECT profile, records FROM profiles");
    } else {
      sql.add("SELECT r.profile, 1 FROM records r INDEXED BY records_time WHERE 1")
          .add(Sql.times(query));
    }
    try (var statement = sql.prepare(database);
        var row = statement.executeQuery()) {
      for (long read = 0; row.next(); read++) {
        if (listed && read == recordsMax) return false;
        long profile = row.getLong(1);
        long records = row.getLong(2);
        long bits = filter.bits(profile);
        for (Tally tally : tallies) tally.add(profile, bits, records);
      }
    }
    return true;
  }

  private List<Counts.Facet> facets(Field field, Tally tally, int wordsMax) {
    String start = field.what + "=";
    Map<String, Long> words = new HashMap<>();
    boolean many = field.by == By.MANY;
    (many ? filter.many() : filter.once())
        .words(
            many ? tally.many : tally.once,
            (line, records) -> {
              if (line.startsWith(start)) words.merge(line, records, Long::sum);
            });
    return words.entrySet().stream()
        .map(word -> new Counts.Facet(word.getKey().substring(start.length()), word.getValue()))
        .filter(facet -> !facet.word().isEmpty())
        .sorted(
            Comparator.comparingLong(Counts.Facet::records)
                .reversed()
                .thenComparing(Counts.Facet::word))
        .limit(wordsMax)
        .toList();
  }
}
