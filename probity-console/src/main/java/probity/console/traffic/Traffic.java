package probity.console.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import probity.console.Handler;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;

/// Pages of the gateway's records and of the ledger, for everybody who is signed in.
public final class Traffic implements Pages {
  private static final String GROUP = "Gateway";
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Page.Crumb RECORDS = new Page.Crumb("Records", "/records");
  private static final Page.Crumb BUNDLES = new Page.Crumb("Bundles", "/bundles");
  private static final Page.Crumb SOURCES = new Page.Crumb("Documents", "/sources");
  private static final Page.Crumb LEDGER = new Page.Crumb("Ledger", "/health");

  private final RecordSearch records;
  private final BundleHistory bundles;
  private final Documents documents;
  private final Waiting.Desk reviews;
  private final Health.Watch health;

  public Traffic(
      RecordSearch records,
      BundleHistory bundles,
      Documents documents,
      Waiting.Desk reviews,
      Health.Watch health) {
    this.records = records;
    this.bundles = bundles;
    this.documents = documents;
    this.reviews = reviews;
    this.health = health;
  }

  @Override
  public void add(Routes routes) {
    routes.link(GROUP, "Records", "/records");
    routes.link(GROUP, "Reviews", "/reviews");
    routes.link(GROUP, "Bundles", "/bundles");
    routes.link(GROUP, "Documents", "/sources");
    routes.link(GROUP, "Ledger", "/health");
    get(routes, "/records", this::list);
    get(routes, "/records/{id}", this::record);
    get(routes, "/entries/{leaf}", visit -> named(visit.place("leaf")));
    get(routes, "/entries/{log}/{index}", this::entry);
    get(routes, "/entries/{log}/{index}/proof", this::proof);
    get(routes, "/entries/{log}/{index}/note", this::note);
    get(
        routes,
        "/reviews",
        _ -> Page.html("Reviews", "traffic/reviews", ReviewsPage.of(reviews.now())));
    get(routes, "/bundles", _ -> Page.html("Bundles", "traffic/bundles", BundlesPage.of(bundles)));
    get(routes, "/bundles/{digest}", this::bundle);
    get(routes, "/bundles/{digest}/since/{before}", this::difference);
    get(routes, "/sources", this::sources);
    get(routes, "/sources/document", this::source);
    get(routes, "/health", _ -> Page.html("Ledger", "traffic/health", HealthPage.of(health.now())));
  }

  private static void get(Routes routes, String path, Handler handler) {
    routes.get(
        path,
        visit -> {
          try {
            return handler.on(visit);
          } catch (Unavailable e) {
            return new Page.Failure(503, Told.quoted(String.valueOf(e.getMessage())));
          }
        });
  }

  private Page list(Visit visit) {
    String id = visit.query().text("id");
    if (!id.isEmpty()) return named(id);
    var asked = AskedReader.read(visit.query());
    return Page.html("Records", "traffic/records", RecordsPage.of(asked, records.find(asked)));
  }

  private Page named(String text) {
    return records
        .named(text)
        .map(named ->
            switch (named) {
              case RecordSearch.Named.Exchange(var id) -> Page.redirect("/records/" + id);
              case RecordSearch.Named.Entry(var log, long index) ->
                  Page.redirect("/entries/" + log + "/" + index);
            })
        .orElseGet(() ->
            new Page.Failure(
                404,
                "No published record or entry has this name. A record’s id has 26 letters, a leaf"
                    + " hash 64 hexadecimal digits; an entry is published a moment after it was"
                    + " written."));
  }

  private Page record(Visit visit) {
    String id = visit.place("id");
    return records
        .record(id)
        .<Page>map(record ->
            Page.html(
                new Page.Heading("Record " + record.exchange(), List.of(RECORDS)),
                "traffic/record",
                RecordTeller.page(record)))
        .orElseGet(() -> unlessHere(named(id), "/records/" + id.toUpperCase(Locale.ROOT)));
  }

  /// A page, unless it leads back to where somebody is.
  private static Page unlessHere(Page page, String here) {
    return page instanceof Page.Redirect(var to, var _) && to.equals(here)
        ? new Page.Failure(
            503,
            "The index knows this record, and its entries cannot be read. Look whether files of the"
                + " ledger are missing; ./probity reindex makes the index anew.")
        : page;
  }

  private Page withEntry(Visit visit, Function<Proven, Page> then) {
    String index = visit.place("index");
    if (!INDEX.matcher(index).matches()) return Page.notFound();
    return records
        .entry(visit.place("log"), Long.parseLong(index))
        .map(then)
        .orElseGet(Page::notFound);
  }

  private Page entry(Visit visit) {
    return withEntry(
        visit,
        proven ->
            Page.html(
                new Page.Heading("Entry " + proven.place(), List.of(LEDGER)),
                "traffic/entry",
                EntryTeller.page(proven)));
  }

  private Page proof(Visit visit) {
    return withEntry(
        visit, proven -> download(proven, ".tlog-proof", proven.proof().getBytes(UTF_8)));
  }

  private Page note(Visit visit) {
    return withEntry(
        visit, proven -> download(proven, ".entry", proven.entry().note().whole().getBytes(UTF_8)));
  }

  private static Page download(Proven proven, String end, byte[] bytes) {
    return new Page.Download(
        "application/octet-stream",
        proven.log() + "-" + proven.index() + end,
        out -> out.write(bytes));
  }

  private Page bundle(Visit visit) {
    return bundles
        .bundle(visit.place("digest"))
        .<Page>map(bundle ->
            Page.html(
                new Page.Heading(
                    "Bundle " + bundle.name() + " " + bundle.version(), List.of(BUNDLES)),
                "traffic/bundle",
                BundlePage.of(bundle, bundles)))
        .orElseGet(Traffic::noBundle);
  }

  private static Page noBundle() {
    return new Page.Failure(
        404, "No bundle with this digest was ever taken, or this version cannot read it.");
  }

  private Page difference(Visit visit) {
    var to = bundles.bundle(visit.place("digest"));
    var from = bundles.bundle(visit.place("before"));
    if (to.isEmpty() || from.isEmpty()) return noBundle();
    String name = to.get().name() + " " + to.get().version();
    return Page.html(
        new Page.Heading(
            "What changed",
            List.of(BUNDLES, new Page.Crumb(name, BundlesPage.path(visit.place("digest"))))),
        "traffic/difference",
        DifferencePage.of(from.get(), to.get()));
  }

  private Page sources(Visit visit) {
    var query = visit.query();
    return Page.html(
        "Documents",
        "traffic/sources",
        SourcesPage.of(documents.index(), query.text("id"), query.text("after")));
  }

  private Page source(Visit visit) {
    var index = documents.index();
    return index
        .catalogue()
        .named(visit.query().text("id"))
        .<Page>map(source ->
            Page.html(
                new Page.Heading("Document " + source.id(), List.of(SOURCES)),
                "traffic/source",
                SourcePage.of(source, index)))
        .orElseGet(() ->
            new Page.Failure(
                404,
                "The catalogue has no such document now; records that name it stay as they are."));
  }
}
