package probity.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import probity.index.Found;
import probity.index.Index;
import probity.index.LogFiles;
import probity.index.Query;
import probity.index.Shown;
import probity.ledger.Hash;
import probity.ledger.TileTree;

/// Finds what a person names: an exchange by its id, or an entry by its place or leaf hash.
final class Lookup {
  private static final Pattern ULID = Pattern.compile("(?i)[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final Pattern PLACE = Pattern.compile("([a-z0-9._-]+):(0|[1-9][0-9]{0,17})");
  private static final int SAME_MAX = 10;
  private static final Pattern LEAF = Pattern.compile("[0-9a-f]{64}");

  private final Index index;
  private final List<LogFiles> logs;
  private final String wanted;

  /// @param index that has caught up
  Lookup(Index index, String wanted) {
    this.index = index;
    this.logs = LogFiles.all(index.ledger());
    this.wanted = wanted;
  }

  /// The entry that was asked for; empty where an exchange was.
  Optional<Shown> entry() {
    var place = PLACE.matcher(wanted);
    if (place.matches()) {
      return Optional.of(read(log(place.group(1)), Long.parseLong(place.group(2))));
    }
    if (LEAF.matcher(wanted).matches()) return Optional.of(byLeaf(wanted));
    if (ULID.matcher(wanted).matches()) return Optional.empty();
    throw new StartRefused(
        "record `"
            + wanted
            + "` is not an exchange's id (26 letters), LOG:INDEX or a leaf hash of 64 lower-case hex"
            + " digits");
  }

  private static Shown read(LogFiles log, long index) {
    return Shown.read(log, index)
        .orElseThrow(() ->
            new StartRefused(
                "log `"
                    + log.name()
                    + "` has "
                    + log.checkpoint().checkpoint().size()
                    + " published entries, from 0; there is no entry "
                    + index));
  }

  private LogFiles log(String name) {
    return logs.stream()
        .filter(log -> log.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new StartRefused(
                "there is no log `"
                    + name
                    + "`; there are "
                    + String.join(", ", logs.stream().map(LogFiles::name).toList())));
  }

  /// Looks at the index first, then at every leaf of every log: entries of no exchange too can be
  /// asked for.
  Shown byLeaf(String leafHash) {
    var known = index.search().byIntent(leafHash);
    if (known.isPresent()) return read(log(known.get().log()), known.get().intent());
    var leaf = Hash.parseHex(leafHash).orThrow();
    for (LogFiles log : logs) {
      long size = log.checkpoint().checkpoint().size();
      var tree = new TileTree(size, log::hashTile);
      var at = LongStream.range(0, size).filter(i -> tree.leaf(i).equals(leaf)).findFirst();
      if (at.isPresent()) return read(log, at.getAsLong());
    }
    throw new StartRefused("no published entry has the leaf hash `" + leafHash + "`");
  }

  /// The record that was asked for, or of which an entry was; empty where it is of none.
  Optional<Found> record(Optional<Shown> entry) {
    var search = index.search();
    if (entry.isPresent()) {
      var asked = entry.get().entry();
      boolean intent = asked.kind().equals("intent");
      return search.byIntent(intent ? asked.leaf().hex() : asked.body().text("intent").orElse(""));
    }
    String exchange = wanted.toUpperCase(Locale.ROOT);
    var found =
        search.find(new Query(List.of(new Query.Term(Query.Field.EXCHANGE, exchange)), SAME_MAX));
    if (found.isEmpty()) {
      throw new StartRefused(
          "no published record has the exchange `"
              + exchange
              + "`; an entry is published a moment after it was written");
    }
    if (found.size() > 1) {
      throw new StartRefused(
          found.size()
              + " records have the exchange `"
              + exchange
              + "`; name one of their intents: "
              + found.stream()
                  .map(one -> one.log() + ":" + one.intent())
                  .collect(Collectors.joining(", ")));
    }
    return Optional.of(found.getFirst());
  }

  /// Intent, steps and outcome of a record.
  List<Shown> entries(Found record) {
    var log = log(record.log());
    var entries = new ArrayList<Shown>();
    entries.add(read(log, record.intent()));
    for (Found.Tool tool : record.tools()) entries.add(read(log, tool.entry()));
    if (record.outcome() >= 0) entries.add(read(log, record.outcome()));
    return entries;
  }
}
