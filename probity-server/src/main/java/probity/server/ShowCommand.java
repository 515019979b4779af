package probity.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.index.Found;
import probity.index.Index;
import probity.index.LogFiles;
import probity.index.Query;
import probity.index.Search;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.TileTree;

/// `probity show`: one record, with each of its entries and the proof that it stands in its log.
@Command(
    name = "show",
    description = "Shows a record, its entries and their proofs (docs/index.md).",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private static final Pattern ULID = Pattern.compile("(?i)[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final Pattern PLACE = Pattern.compile("([a-z0-9._-]+):(0|[1-9][0-9]{0,17})");
  private static final int SAME_MAX = 10;
  private static final Pattern LEAF = Pattern.compile("[0-9a-f]{64}");

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin private DataFolder folder = new DataFolder();

  @Parameters(
      paramLabel = "RECORD",
      description = "an exchange's id, LOG:INDEX of an entry, or an entry's leaf hash in hex")
  private String wanted = "";

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description =
          "writes a C2SP tlog-proof of the entry; of an exchange, of its outcome (of its intent while"
              + " there is none)")
  private @Nullable Path proof;

  @Option(names = "--json", description = "one JSON object, with entries and proofs verbatim")
  private boolean json;

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    try (var index = Index.open(folder.path())) {
      index.catchUp((_, _, _) -> {});
      var logs = LogFiles.all(index.ledger());
      var entry = entry(index, logs);
      var record = record(index.search(), entry);
      var entries =
          record.map(found -> entries(found, logs)).orElseGet(() -> entry.stream().toList());
      var proven = entry.orElseGet(() -> entries.getLast());
      if (json) {
        out.println(json(record, entries).canonical());
      } else {
        record.ifPresent(found -> Telling.record(found, entries, out));
        if (record.isEmpty()) Telling.members(proven, out);
        entries.forEach(one -> Telling.entry(one, out));
      }
      if (proof != null) {
        write(proof, proven);
        if (!json) out.println("proof of " + proven.log() + ":" + proven.index() + " in " + proof);
      }
      out.flush();
    }
    return 0;
  }

  /// The entry that was asked for; empty where an exchange was.
  private Optional<Shown> entry(Index index, List<LogFiles> logs) {
    var place = PLACE.matcher(wanted);
    if (place.matches()) {
      return Optional.of(Shown.read(log(logs, place.group(1)), Long.parseLong(place.group(2))));
    }
    if (LEAF.matcher(wanted).matches()) return Optional.of(byLeaf(index, logs));
    if (ULID.matcher(wanted).matches()) return Optional.empty();
    throw new StartRefused(
        "record `"
            + wanted
            + "` is not an exchange's id (26 letters), LOG:INDEX or a leaf hash of 64 lower-case hex"
            + " digits");
  }

  private static LogFiles log(List<LogFiles> logs, String name) {
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
  private Shown byLeaf(Index index, List<LogFiles> logs) {
    var known = index.search().byIntent(wanted);
    if (known.isPresent()) return Shown.read(log(logs, known.get().log()), known.get().intent());
    var leaf = Hash.parseHex(wanted).orThrow();
    for (LogFiles log : logs) {
      long size = log.checkpoint().checkpoint().size();
      var tree = new TileTree(size, log::hashTile);
      var at = LongStream.range(0, size).filter(i -> tree.leaf(i).equals(leaf)).findFirst();
      if (at.isPresent()) return Shown.read(log, at.getAsLong());
    }
    throw new StartRefused("no published entry has the leaf hash `" + wanted + "`");
  }

  /// The record that was asked for, or of which an entry was; empty where it is of none.
  private Optional<Found> record(Search search, Optional<Shown> entry) {
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

  private static List<Shown> entries(Found record, List<LogFiles> logs) {
    var log = log(logs, record.log());
    var entries = new ArrayList<Shown>();
    entries.add(Shown.read(log, record.intent()));
    for (Found.Tool tool : record.tools()) entries.add(Shown.read(log, tool.entry()));
    if (record.outcome() >= 0) entries.add(Shown.read(log, record.outcome()));
    return entries;
  }

  private static Json.Obj json(Optional<Found> record, List<Shown> entries) {
    return Json.object()
        .put("entries", new Json.Arr(entries.stream().map(one -> (Json) one.json()).toList()))
        .put("exchange", record.map(Found::exchange).orElse(""))
        .build();
  }

  private static void write(Path file, Shown proven) {
    try {
      Files.writeString(file, proven.proof().text());
    } catch (IOException e) {
      throw new StartRefused("`" + file + "` cannot be written: " + e.getMessage(), e);
    }
  }
}
