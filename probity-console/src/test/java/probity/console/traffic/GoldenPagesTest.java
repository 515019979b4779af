package probity.console.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import probity.aims.register.Duty;
import probity.console.Browser;
import probity.console.Console;
import probity.console.ConsoleSettings;
import probity.console.Member;
import probity.console.Page;
import probity.console.Proof;
import probity.console.SignedIn;
import probity.console.Tone;
import probity.console.Values;

/// The HTML of each page, as a real console serves it. `-Dgolden=rewrite` writes what it is now.
class GoldenPagesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/traffic/golden");
  private static final SignedIn AUDITOR =
      new SignedIn(
          new Member("person-1", "Ada Adler", Set.of(Duty.EXTERNAL_AUDITOR)),
          "a1",
          "s1",
          "csrf",
          new Proof(Proof.Method.PASSWORD, Instant.EPOCH));

  private static Map<String, Page> pages() {
    var pages = new LinkedHashMap<String, Page>();
    pages.put(
        "records",
        Page.html(
            "Records",
            "traffic/records",
            RecordsPage.of(
                AskedReader.read(Values.of("verdict", "refuse")), RecordsPageTest.LISTING)));
    pages.put("record", Page.html("Record", "traffic/record", RecordTeller.page(Kept.record())));
    pages.put("entry", Page.html("Entry", "traffic/entry", EntryTeller.page(Kept.entry(3))));
    pages.put(
        "difference",
        Page.html(
            "What changed", "traffic/difference", DifferencePage.of(Kept.bundle(), Kept.bundle())));
    pages.put(
        "bundles",
        Page.html(
            "Bundles",
            "traffic/bundles",
            new BundlesPage(
                Optional.empty(),
                "an emergency change ended",
                List.of(),
                List.of(
                    new BundlesPage.Turn(
                        "25 Nov 2026",
                        true,
                        "acme 1.1.0",
                        "/bundles/aa",
                        "signed by author and approver",
                        "normal change",
                        List.of(new BundlesPage.Signer("a.author", "author", "/entries/bb")),
                        "/bundles/aa/since/cc",
                        "/entries/dd")),
                List.of(
                    new BundlesPage.Refused(
                        "24 Nov 2026", "acme 1.0.9", "nobody signed it", "/entries/ee")))));
    pages.put(
        "reviews",
        Page.html(
            "Reviews",
            "traffic/reviews",
            ReviewsPage.of(
                new Waiting(
                    List.of(item("waiting", true), item("waiting", false), item("granted", true)),
                    3,
                    1))));
    pages.put(
        "health", Page.html("Ledger", "traffic/health", HealthPage.of(HealthPageTest.mixed())));
    return pages;
  }

  private static Waiting.Item item(String state, boolean held) {
    return new Waiting.Item(
        "01M8DKMYXPBZE9N3621NEF5K0P",
        "desk",
        "desk-reviewer",
        "support-bot",
        "chat",
        "people-first",
        held,
        state,
        "2026-11-27T04:19:07.000Z",
        "2026-11-27T08:19:07.000Z",
        state.equals("granted") ? "2026-11-27T05:19:07.000Z" : "");
  }

  @Test
  void every_page_is_as_it_was() throws IOException {
    var pages = pages();
    try (var console =
            Console.open(
                ConsoleSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                _ -> Optional.of(AUDITOR),
                List.of(
                    routes -> pages.forEach((name, page) -> routes.get("/" + name, _ -> page))));
        var browser = new Browser(console.address())) {
      browser.cookie("probity=ada");
      for (String name : pages.keySet()) {
        String main = Browser.between(browser.get("/" + name).body(), "<main", "</main>") + "\n";
        Path file = GOLDEN.resolve(name + ".html");
        if ("rewrite".equals(System.getProperty("golden"))) {
          Files.createDirectories(GOLDEN);
          Files.writeString(file, main);
        }
        assertThat(main).as(name).isEqualTo(Files.readString(file));
      }
    }
  }

  @Test
  void texts_of_others_are_never_markup() throws IOException {
    var hostile = "<script>alert(1)</script>\"'&";
    var page =
        Page.html(
            "Records",
            "traffic/records",
            new RecordsPage(
                List.of(),
                List.of(new RecordsPage.Kept("verdict", hostile)),
                List.of(new RecordsPage.Chosen("Verdict", hostile, "/records")),
                hostile,
                List.of(
                    new RecordsPage.Division(
                        hostile, true, List.of(new RecordsPage.Word(hostile, "1", "/", true)))),
                List.of(
                    new RecordsPage.Row(
                        hostile, hostile, "/", Tone.GOOD, hostile, hostile, hostile, hostile,
                        hostile, hostile)),
                Optional.empty(),
                Optional.empty()));
    try (var console =
            Console.open(
                ConsoleSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                _ -> Optional.of(AUDITOR),
                List.of(routes -> routes.get("/hostile", _ -> page)));
        var browser = new Browser(console.address())) {
      browser.cookie("probity=ada");

      assertThat(browser.get("/hostile").body())
          .doesNotContain("<script>alert")
          .contains("&lt;script&gt;alert(1)");
    }
  }
}
