package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Duty;
import probity.console.Page;
import probity.console.aims.page.ImportPages;
import probity.console.aims.page.RisksPage;
import probity.console.aims.page.RisksPages;

class RisksPagesTest {
  @TempDir Path folder;
  private Books books;
  private Actor manager;
  private Served served;

  @BeforeEach
  void begin() {
    books = new Books(folder);
    manager = books.person("Mara Manager");
    served =
        new Served(
            manager, new RisksPages(books.book(), books.clock(), RandomGenerator.getDefault()));
  }

  @AfterEach
  void end() {
    books.close();
  }

  private RisksPage now(String... query) {
    return served.model(RisksPage.class, "/risks", query);
  }

  private void method() {
    var values = new HashMap<String, String>();
    for (String field : List.of("name", "occasions", "finding", "people", "appetite", "criteria")) {
      values.put(field, "words");
    }
    for (int i = 1; i <= 5; i++) {
      values.put("likelihood_" + i, "likely " + i);
      values.put("consequence_" + i, "bad " + i);
    }
    values.put("treatment", "words");
    values.put("owner", manager.person());
    values.put("acceptable", "6");
    values.put("unacceptable", "20");
    Books.done(books.book().write(manager, Edit.create("risk-method", values)));
  }

  private void risk(String name, String likelihood, String consequence) {
    Books.done(
        books
            .book()
            .write(
                manager,
                Edit.create(
                    "risks",
                    Map.of(
                        "name",
                        name,
                        "direction",
                        "risk",
                        "kind",
                        "bias",
                        "owner",
                        manager.person(),
                        "status",
                        "assessed",
                        "inherent_likelihood",
                        likelihood,
                        "inherent_consequence",
                        consequence))));
  }

  private static RisksPage.Cell cell(RisksPage page, int map, int likelihood, int consequence) {
    return page.maps().get(map).rows().get(5 - likelihood).cells().get(consequence - 1);
  }

  @Test
  void each_risk_is_counted_in_its_cell_which_leads_to_it() {
    method();
    risk("One", "4", "3");
    risk("Two", "4", "3");

    var cell = cell(now(), 0, 4, 3);

    assertThat(cell.risks()).isEqualTo(2);
    assertThat(cell.judgement()).isEqualTo("above appetite");
    assertThat(cell.href()).isEqualTo("/risks?map=inherent&likelihood=4&consequence=3#chosen");
    assertThat(cell(now(), 0, 3, 4).href()).as("an empty cell leads nowhere").isEmpty();
    assertThat(now().maps().get(1).missing()).isEqualTo(2);
    assertThat(
            now("map", "inherent", "likelihood", "4", "consequence", "3")
                .chosen()
                .orElseThrow()
                .lines())
        .extracting(line -> line.record().href())
        .containsExactly("/registers/risks/risk-1", "/registers/risks/risk-2");
    assertThat(now("likelihood", "9", "consequence", "3").chosen()).isEmpty();
  }

  @Test
  void the_trend_is_that_of_the_ledger_and_not_of_what_is_known_now() {
    method();
    risk("One", "4", "3");
    books.later(Duration.ofDays(40));
    risk("Two", "5", "5");

    var bars = now().trend().bars();

    assertThat(bars).hasSize(13);
    assertThat(bars.subList(9, 13)).extracting(RisksPage.Bar::above).containsExactly(0, 1, 1, 2);
    assertThat(now().notAccepted())
        .extracting(RisksPage.Line::note)
        .containsExactly(
            "today 12; it is not accepted", "today 25; nobody may accept 25 (from 20 on)");
  }

  @Test
  void risks_to_begin_with_come_once_with_the_owner_that_was_chosen() {
    int offered = now().starters();

    var done = served.after(ImportPages.Done.class, "/risks/begin", "owner", manager.person());

    assertThat(done.undo()).isEqualTo("/registers/risks/undo");
    assertThat(books.book().records("risks"))
        .hasSize(offered)
        .allSatisfy(risk -> assertThat(risk.newest().value("owner")).isEqualTo(manager.person()));
    assertThat(now().starters()).isZero();
    assertThat(books.book().records("risks"))
        .extracting(risk -> risk.newest().batch())
        .containsOnly(books.book().records("risks").getFirst().newest().batch());
  }

  @Test
  void an_owner_that_is_nobody_and_a_visitor_who_may_not_write_get_none() {
    assertThat(
            served.after(ImportPages.Done.class, "/risks/begin", "owner", "person-99").refusals())
        .hasSize(1);
    var auditor = served.by(books.person("Ada Auditor", Duty.INTERNAL_AUDITOR));

    assertThat(auditor.model(RisksPage.class, "/risks").starters()).isZero();
    assertThat(auditor.post("/risks/begin", "owner", manager.person()))
        .isInstanceOf(Page.Failure.class);
    assertThat(books.book().records("risks")).isEmpty();
  }
}
