package probity.server;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import probity.index.Found;
import probity.index.Index;
import probity.index.Query;
import probity.index.Query.Field;
import probity.index.Search;
import probity.ledger.Json;
import probity.yaml.Nearest;

/// `probity find`: records that match all that is asked for, the newest first.
@Command(
    name = "find",
    description = "Lists records of the ledger; all conditions given must hold (docs/index.md).",
    mixinStandardHelpOptions = true)
final class FindCommand implements Callable<Integer> {
  static final Query ALL = new Query(List.of(), 1);

  private static final int HINTS = 8;
  private static final String FULL_TIME = "0000-01-01T00:00:00.000Z";
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{3})?)?)?Z?");

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin private DataFolder folder = new DataFolder();

  @Option(
      names = "--from",
      paramLabel = "T",
      description = "from this time on, UTC: 2026-11-25, 2026-11-25T09:00 or finer")
  private @Nullable String from;

  @Option(names = "--until", paramLabel = "T", description = "before this time")
  private @Nullable String until;

  @Option(names = "--route", paramLabel = "ROUTE", description = "on this route")
  private @Nullable String route;

  @Option(names = "--system", paramLabel = "ID", description = "of this AI system")
  private @Nullable String system;

  @Option(
      names = "--bundle",
      paramLabel = "DIGEST",
      description = "decided by the bundle with this SHA-256, in hex")
  private @Nullable String bundle;

  @Option(names = "--caller", paramLabel = "CALLER", description = "by this application")
  private @Nullable String caller;

  @Option(
      names = "--verdict",
      paramLabel = "VERDICT",
      description = "permit, or refuse: the request or its answer")
  private @Nullable String verdict;

  @Option(names = "--rule", paramLabel = "ID", description = "decided by this rule, among others")
  private @Nullable String rule;

  @Option(names = "--label", paramLabel = "LABEL", description = "in which this was found")
  private @Nullable String label;

  @Option(names = "--model", paramLabel = "MODEL", description = "that asked for this model")
  private @Nullable String model;

  @Option(
      names = "--queue",
      paramLabel = "ID",
      description = "held for, or put in, this review queue")
  private @Nullable String queue;

  @Option(names = "--tool", paramLabel = "NAME", description = "whose model asked for this tool")
  private @Nullable String tool;

  @Option(
      names = "--source",
      paramLabel = "ID",
      description = "whose request has text of this document (docs/sources.md)")
  private @Nullable String source;

  @Option(names = "--ending", paramLabel = "ENDING", description = "that ended so")
  private @Nullable String ending;

  @Option(
      names = "--purpose",
      paramLabel = "P",
      description = "live, canary, demo or test (default: all but canary)")
  private @Nullable String purpose;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "the newest N (default: ${DEFAULT-VALUE})")
  private int limit = 50;

  @Option(names = "--json", description = "one JSON object a line")
  private boolean json;

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    var query = query();
    try (var index = Index.open(folder.path())) {
      index.catchUp((_, _, _) -> {});
      var search = index.search();
      hints(query, search, err);
      var found = search.find(query);
      if (json) {
        found.forEach(record -> out.println(json(record).canonical()));
      } else {
        if (!found.isEmpty()) table(found).print(out);
        out.println(found.size() + " of " + search.count(query) + " records");
      }
      out.flush();
      err.flush();
    }
    return 0;
  }

  private Query query() {
    if (limit < 1 || limit > Query.LIMIT_MAX) {
      throw new StartRefused("limit `" + limit + "` is not from 1 to " + Query.LIMIT_MAX);
    }
    var terms = new ArrayList<Query.Term>();
    if (from != null) terms.add(new Query.Term(Field.FROM, time("--from", from)));
    if (until != null) terms.add(new Query.Term(Field.UNTIL, time("--until", until)));
    add(terms, Field.ROUTE, route);
    add(terms, Field.SYSTEM, system);
    add(terms, Field.BUNDLE, bundle);
    add(terms, Field.CALLER, caller);
    add(terms, Field.VERDICT, verdict);
    add(terms, Field.RULE, rule);
    add(terms, Field.LABEL, label);
    add(terms, Field.MODEL, model);
    add(terms, Field.QUEUE, queue);
    add(terms, Field.TOOL, tool);
    add(terms, Field.SOURCE, source);
    add(terms, Field.ENDING, ending);
    add(terms, Field.PURPOSE, purpose);
    // They are no traffic, so they stand in no answer about it.
    if (purpose == null) terms.add(new Query.Term(Field.EXCEPT_PURPOSE, "canary"));
    return new Query(terms, limit);
  }

  private static void add(List<Query.Term> terms, Field field, @Nullable String word) {
    if (word != null) terms.add(new Query.Term(field, word));
  }

  /// A time in the form that entries have, whose order as text is its order in time.
  private static String time(String option, String text) {
    if (!TIME.matcher(text).matches()) {
      throw new StartRefused(
          option
              + " `"
              + text
              + "` is not a time in UTC such as 2026-11-25, 2026-11-25T09:00 or"
              + " 2026-11-25T09:00:00.000Z");
    }
    String given = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
    return given + FULL_TIME.substring(given.length());
  }

  /// A word that stands in no record is mostly a misspelt one.
  private static void hints(Query query, Search search, PrintWriter err) {
    for (Query.Term term : query.terms()) {
      var known = search.words(term.field());
      if (known.isEmpty() || known.contains(term.value())) continue;
      String near = Nearest.hint(term.value(), known);
      err.println(
          "probity: no record has the "
              + term.field().name().toLowerCase(Locale.ROOT)
              + " `"
              + term.value()
              + "`"
              + (near.isEmpty() ? "; there are " + some(known) : near));
    }
  }

  private static String some(List<String> known) {
    String words =
        known.stream().limit(HINTS).map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    return known.size() > HINTS ? words + " and " + (known.size() - HINTS) + " more" : words;
  }

  static Table table(List<Found> found) {
    var table =
        new Table(
            "time",
            "exchange",
            "route",
            "caller",
            "verdict",
            "rule",
            "labels",
            "model",
            "ending",
            "tokens");
    for (Found record : found) {
      table.add(
          List.of(
              record.time(),
              record.exchange(),
              orDash(record.route()),
              orDash(record.caller()),
              orDash(record.verdict()),
              orDash(record.rule().isEmpty() ? String.join(",", record.rules()) : record.rule()),
              orDash(String.join(",", record.labels())),
              orDash(record.model()),
              record.outcome() < 0 ? "(open)" : orDash(record.ending()),
              record.totalTokens() == 0 ? "-" : Long.toString(record.totalTokens())));
    }
    return table;
  }

  private static String orDash(String word) {
    return word.isEmpty() ? "-" : word;
  }

  private static Json.Obj json(Found record) {
    var tools =
        record.tools().stream()
            .map(one ->
                (Json)
                    Json.object()
                        .put("entry", one.entry())
                        .put("rule", one.rule())
                        .put("tool", one.tool())
                        .put("verdict", one.verdict())
                        .build())
            .toList();
    return Json.object()
        .put("bundle_digest", record.bundleDigest())
        .put("bundle_version", record.bundleVersion())
        .put("caller", record.caller())
        .put("completed", record.completed())
        .put("completion_tokens", record.completionTokens())
        .put("ending", record.ending())
        .put("exchange", record.exchange())
        .put("intent", record.intent())
        .put("labels", record.labels())
        .put("log", record.log())
        .put("model", record.model())
        .put("outcome", record.outcome())
        .put("prompt_tokens", record.promptTokens())
        .put("provider", record.provider())
        .put("purpose", record.purpose())
        .put("reason", record.reason())
        .put("refused_on", record.refusedOn())
        .put("route", record.route())
        .put("rule", record.rule())
        .put("rules", record.rules())
        .put("status", record.status())
        .put("system", record.system())
        .put("time", record.time())
        .put("tools", new Json.Arr(tools))
        .put("total_tokens", record.totalTokens())
        .put("use", record.use())
        .put("verdict", record.verdict())
        .build();
  }
}
