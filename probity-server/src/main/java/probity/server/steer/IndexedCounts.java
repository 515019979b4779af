package probity.server.steer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import probity.aims.register.RecordQuery;
import probity.console.aims.RecordCounts;
import probity.index.Found;
import probity.index.Index;
import probity.index.IndexException;
import probity.index.LogFiles;
import probity.index.Query;
import probity.index.Query.Field;

/// Counts records in the index, where it has all that is published: a count that lacks the newest
/// records would say that there are none. One question is answered at a time, so that visitors do
/// not take the cores from traffic.
public final class IndexedCounts implements RecordCounts {
  private static final int NEWEST = 5;

  private final Path data;

  /// @param data the folder in which `ledger/` lies
  public IndexedCounts(Path data) {
    this.data = data;
  }

  @Override
  public synchronized Answer count(RecordQuery query, String from, String until) {
    try (var index = Index.open(data)) {
      Map<String, Long> indexed = new HashMap<>();
      index.positions().forEach(position -> indexed.put(position.log(), position.size()));
      var logs = new ArrayList<Log>();
      for (LogFiles files : LogFiles.all(data.resolve("ledger"))) {
        var checkpoint = files.checkpoint().checkpoint();
        if (indexed.getOrDefault(files.name(), 0L) < checkpoint.size()) {
          return new Answer.Unknown(
              "The index does not have all of the log " + files.name() + " yet; look again.");
        }
        logs.add(new Log(files.name(), checkpoint.size(), checkpoint.root().base64()));
      }
      var search = index.search();
      var asked = new Query(terms(query, from, until), NEWEST);
      return new Answer.Counted(
          search.count(asked), search.find(asked).stream().map(Found::exchange).toList(), logs);
    } catch (IndexException e) {
      return new Answer.Unknown("Records cannot be counted: " + e.getMessage() + ".");
    }
  }

  private static List<Query.Term> terms(RecordQuery query, String from, String until) {
    var terms = new ArrayList<Query.Term>();
    query
        .words()
        .forEach((field, word) ->
            terms.add(new Query.Term(Field.valueOf(field.toUpperCase(Locale.ROOT)), word)));
    if (!from.isEmpty()) terms.add(new Query.Term(Field.FROM, from));
    if (!until.isEmpty()) terms.add(new Query.Term(Field.UNTIL, until));
    // As `find` does: they are no traffic, and count where they are asked for alone.
    if (!query.words().containsKey("purpose")) {
      terms.add(new Query.Term(Field.EXCEPT_PURPOSE, "canary"));
    }
    return terms;
  }
}
