package probity.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import probity.index.Query.Field;
import probity.index.Query.Term;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.UtcTime;

/// Makes an index of many records that no ledger has, and times questions to it: `BigIndex DIR
/// RECORDS`. Rows come in the way in which entries make them.
final class BigIndex {
  private static final String LOG = "traffic-standard-2026h2";
  private static final long START = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
  private static final int BATCH = 2_048;
  private static final List<String> LABELS =
      List.of(
          "personal.email",
          "personal.phone",
          "personal.name",
          "financial.iban",
          "financial.card",
          "secret.key",
          "business.project",
          "injection.indirect");

  private final Random random = new Random(7);

  public static void main(String[] words) throws Exception {
    Path data = Path.of(words[0]);
    int records = Integer.parseInt(words[1]);
    if (!Files.exists(data.resolve("index.db"))) {
      Files.createDirectories(data.resolve("ledger"));
      Index.open(data).close();
      new BigIndex().fill(data, records);
    }
    System.out.println(Files.size(data.resolve("index.db")) / 1_000_000 + " MB");
    for (int i = 0; i < 3; i++) ask(data);
  }

  private void fill(Path data, int records) throws Exception {
    long began = System.nanoTime();
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("index.db"));
        var statement = database.createStatement()) {
      long index = 0;
      for (int i = 0; i < records; ) {
        statement.execute("BEGIN IMMEDIATE");
        try (var rows = new Rows(database)) {
          for (int j = 0; j < BATCH / 2 && i < records; j++, i++) {
            long time = START + i * 10_000L;
            var intent = intent(i, time);
            rows.add(LOG, index++, intent);
            rows.add(LOG, index++, outcome(intent, time + 900));
          }
          rows.settle();
        }
        statement.execute("COMMIT");
      }
    }
    System.out.println("filled in " + (System.nanoTime() - began) / 1_000_000 + " ms");
  }

  private Entry intent(int number, long time) {
    boolean refused = random.nextInt(20) == 0;
    var findings = new ArrayList<Json>();
    var decided = new ArrayList<String>();
    decided.add(refused ? "refuse-" + random.nextInt(12) : "may-chat-" + random.nextInt(6));
    for (String label : LABELS) {
      if (random.nextInt(10) > 0) continue;
      findings.add(Json.object().put("label", label).put("count", 2).build());
      decided.add("redact-" + label);
    }
    int route = random.nextInt(15);
    var body =
        Json.object()
            .put("exchange", "01J%023d".formatted(number))
            .put("purpose", random.nextInt(50) == 0 ? "canary" : "live")
            .put("caller", "caller-" + (int) (Math.abs(random.nextGaussian()) * 15))
            .put("route", "route-" + route)
            .put("system", "system-" + route / 3)
            .put("use", "use-" + route / 2)
            .put("provider", "provider-" + route % 3)
            .put("model", "model-" + route % 4)
            .put("region", "eu")
            .put("facts", Json.object().put("format", "openai.chat").build())
            .put("findings", new Json.Arr(findings))
            .put("sources", new Json.Arr(List.of()))
            .put("verdict", refused ? "refuse" : "permit")
            .put("rule", refused ? decided.getFirst() : "")
            .put("reason", refused ? "it may not" : "")
            .put("rules", Json.object().put("decided", decided).build())
            .put(
                "bundle",
                Json.object()
                    .put("name", "acme")
                    .put("version", "1." + number / 250_000)
                    .put("digest", Hash.of(("1." + number / 250_000).getBytes(UTF_8)).hex())
                    .build())
            .build();
    return entry("intent", time, body);
  }

  private Entry outcome(Entry intent, long time) {
    boolean refused = intent.body().text("verdict").equals(Optional.of("refuse"));
    int dice = random.nextInt(100);
    String ending =
        refused
            ? "refused"
            : dice < 93 ? "delivered" : dice < 97 ? "altered" : dice < 98 ? "cut" : "client-gone";
    return entry(
        "outcome",
        time,
        Json.object()
            .put("intent", intent.leaf().hex())
            .put("ending", ending)
            .put("status", refused ? 403 : 200)
            .put("received", intent.time())
            .put("completed", UtcTime.text(time))
            .put(
                "usage",
                Json.object().put("prompt", 9).put("completion", 9).put("total", 18).build())
            .put("findings", new Json.Arr(List.of()))
            .put("decisions", new Json.Arr(List.of()))
            .build());
  }

  private static final Note NOTE = Note.parse("x\n\n— x AAAAAAAA\n".getBytes(UTF_8)).orThrow();

  private static Entry entry(String kind, long time, Json.Obj body) {
    return new Entry(
        NOTE,
        body,
        LOG,
        LOG + "/w/x",
        0,
        Optional.empty(),
        UtcTime.text(time),
        0,
        kind,
        Hash.of((kind + body.canonical()).getBytes(UTF_8)));
  }

  private static void ask(Path data) {
    ask(data, "all but canaries", new Term(Field.EXCEPT_PURPOSE, "canary"));
    ask(data, "refused", new Term(Field.VERDICT, "refuse"));
    ask(
        data,
        "a caller and a label",
        new Term(Field.CALLER, "caller-3"),
        new Term(Field.LABEL, "secret.key"));
    ask(
        data,
        "a route, in half of the time",
        new Term(Field.ROUTE, "route-2"),
        new Term(Field.FROM, "2026-08-15T00:00:00.000Z"));
    ask(
        data,
        "half of the time",
        new Term(Field.FROM, "2026-08-15T00:00:00.000Z"),
        new Term(Field.EXCEPT_PURPOSE, "canary"));
    ask(
        data,
        "all of the time",
        new Term(Field.FROM, "2026-01-15T00:00:00.000Z"),
        new Term(Field.EXCEPT_PURPOSE, "canary"));
    ask(data, "rare", new Term(Field.CALLER, "caller-55"));
    ask(
        data,
        "none",
        new Term(Field.CALLER, "caller-3"),
        new Term(Field.VERDICT, "refuse"),
        new Term(Field.ENDING, "delivered"));
    ask(data, "the oldest hour", new Term(Field.UNTIL, "2026-07-01T01:00:00.000Z"));
  }

  private static void ask(Path data, String what, Term... terms) {
    long began = System.nanoTime();
    try (var index = Index.open(data)) {
      var query = new Query(List.of(terms), 51);
      var page = index.search().page(query);
      long found = System.nanoTime();
      var counts =
          index
              .search()
              .counts(
                  query,
                  EnumSet.of(
                      Field.VERDICT,
                      Field.ROUTE,
                      Field.SYSTEM,
                      Field.CALLER,
                      Field.ENDING,
                      Field.RULE,
                      Field.LABEL,
                      Field.MODEL,
                      Field.PURPOSE),
                  12);
      long end = System.nanoTime();
      System.out.printf(
          "%-30s %8d records %3d shown  found in %4d ms, counted in %4d ms%n",
          what,
          counts.total(),
          page.size(),
          (found - began) / 1_000_000,
          (end - found) / 1_000_000);
    }
  }
}
