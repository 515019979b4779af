package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Change;
import probity.aims.register.Duty;
import probity.aims.register.History;
import probity.console.Page;
import probity.console.aims.page.BundleLinesPage;
import probity.console.aims.page.DifferencesPage;
import probity.console.aims.page.DifferencesPages;
import probity.console.aims.page.FormPage;
import probity.console.aims.page.GatewayBeside;
import probity.console.aims.page.RecordPage;
import probity.console.aims.page.RecordPages;
import probity.index.Index;
import probity.index.Recorded;
import probity.policy.AiSystem;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.server.steer.IndexedCounts;
import probity.server.steer.IndexedTraffic;

class DifferencesPagesTest {
  private static final Path DEMO = Path.of("../examples/demo-bundle");

  @TempDir Path folder;
  @TempDir Path data;
  private Books books;
  private Actor manager;
  private Actor management;
  private Served served;

  @BeforeEach
  void begin() {
    books = new Books(folder);
    manager = books.person("Mara Manager");
    management = books.person("Theo Top", Duty.TOP_MANAGEMENT);
    var bundle = new Demo(demo());
    var traffic = new IndexedTraffic(data);
    var counts = new IndexedCounts(data);
    served =
        new Served(
            manager,
            new DifferencesPages(books.book(), bundle, traffic, counts, books.clock()),
            new RecordPages(
                books.book(),
                books.clock(),
                new GatewayBeside(books.book(), bundle, traffic, counts)));
  }

  private record Demo(Bundle bundle) implements RunningBundle {
    @Override
    public Optional<Bundle> inForce() {
      return Optional.of(bundle);
    }

    @Override
    public Set<String> versions() {
      return Set.of(bundle.version(), "1.0.1");
    }
  }

  @AfterEach
  void end() {
    books.close();
  }

  private static Bundle demo() {
    return read(files());
  }

  private static List<BundleFile> files() {
    var files = new ArrayList<BundleFile>();
    try (var all = Files.walk(DEMO)) {
      for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = DEMO.relativize(path).toString();
        if (name.startsWith("overlays") || !name.endsWith(".yaml")) continue;
        files.add(new BundleFile(name, Files.readString(path)));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return files;
  }

  private static Bundle read(List<BundleFile> files) {
    var labels =
        Set.of(
            "personal.email",
            "payment.card",
            "payment.iban",
            "credential.api-key",
            "credential.private-key");
    if (Bundle.read(files, labels) instanceof BundleReading.Loaded(var bundle)) return bundle;
    throw new AssertionError();
  }

  private void traffic(String... times) {
    try (var ledger = Recorded.open(data)) {
      for (String time : times) {
        ledger.at(time).delivered(Recorded.Exchange.PLAIN, 1, 1);
      }
      ledger.as("canary").at("2026-11-26T23:00:00Z").delivered(Recorded.Exchange.PLAIN, 1, 1);
    }
    try (var index = Index.open(data)) {
      index.catchUp((_, _, _) -> {});
    }
  }

  private History system(String... more) {
    var values =
        new HashMap<>(
            Map.of(
                "name",
                "Support assistant",
                "status",
                "operation",
                "owner",
                manager.person(),
                "role",
                "deployer",
                "purpose",
                "answers",
                "observed",
                "gateway",
                "system",
                "support-assistant",
                "routes",
                "chat\nmodels",
                "risk_class",
                "limited"));
    for (int i = 0; i < more.length; i += 2) values.put(more[i], more[i + 1]);
    return Books.done(books.book().write(manager, Edit.create("ai-systems", values)));
  }

  private History assessment(History system, String word, String riskClass) {
    var values = new HashMap<String, String>();
    for (String field :
        List.of(
            "scope",
            "description",
            "intended_uses",
            "unintended_uses",
            "misuse",
            "individuals",
            "groups",
            "society",
            "conclusion_reason")) {
      values.put(field, "words");
    }
    values.put("name", "First look");
    values.put("system", system.id());
    values.put("occasion", "first");
    values.put("owner", manager.person());
    values.put("sensitive", "neither");
    values.put("conclusion", "acceptable");
    values.put("revision_word", word);
    values.put("risk_class", riskClass);
    values.put("done", "2026-11-20");
    values.put("review", "2027-11-20");
    var written =
        Books.done(books.book().write(manager, Edit.create("impact-assessments", values)));
    Books.done(books.book().propose(manager, written.id(), 1));
    return Books.done(
        books
            .book()
            .decide(
                management,
                written.id(),
                new Decision(Change.APPROVED, 1, "I approve it", "", Optional.empty())));
  }

  private DifferencesPage differences() {
    return served.model(DifferencesPage.class, "/differences");
  }

  @Test
  void first_and_last_exchange_of_a_system_come_from_records_and_canaries_do_not_count() {
    traffic("2026-11-20T09:00:00Z", "2026-11-25T09:00:00Z");
    system();

    assertThat(differences().systems())
        .extracting(
            DifferencesPage.Row::first, DifferencesPage.Row::last, DifferencesPage.Row::exchanges)
        .containsExactly(tuple("2026-11-20", "2026-11-25", "2"));
  }

  @Test
  void where_all_agree_nothing_differs_and_the_assessment_is_in_force() {
    traffic("2026-11-25T09:00:00Z");
    assessment(system(), "2026-03", "limited");

    assertThat(differences().items()).isEmpty();
    assertThat(served.model(BundleLinesPage.class, "/bundle-lines").items())
        .extracting(item -> item.state().text())
        .containsExactly("The bundle in force says so");
  }

  @Test
  void a_difference_opens_a_finding_whose_form_is_filled_and_then_leads_to_it() {
    traffic("2026-11-25T09:00:00Z");
    assessment(system("risk_class", "high"), "2026-03", "limited");

    var item = differences().items().getFirst();
    assertThat(item.name())
        .isEqualTo("system-1 (Support assistant) has another risk class in the bundle");
    var form = form(item.finding().orElseThrow().href());
    var values = new ArrayList<String>();
    form.inputs()
        .forEach(input -> {
          if (!input.value().isEmpty()) {
            values.add(input.name());
            values.add(input.value());
          }
          input.options().stream()
              .filter(option -> option.chosen() && !option.value().isEmpty())
              .forEach(option -> {
                values.add(input.name());
                values.add(option.value());
              });
        });
    values.addAll(List.of("f_kind", "minor"));
    served.post("/registers/findings/new", values.toArray(String[]::new));

    var finding = books.book().find("finding-1").orElseThrow();
    assertThat(finding.newest().value("fact")).isEqualTo("bundle demo 1.0.0 says limited");
    assertThat(finding.newest().value("systems")).isEqualTo("system-1");
    assertThat(finding.newest().value("origin")).isEqualTo("comparison");
    assertThat(differences().items().getFirst().finding().orElseThrow().text())
        .isEqualTo("Open: finding-1");
  }

  private FormPage form(String href) {
    var asked = new ArrayList<String>();
    for (String pair : URI.create(href).getRawQuery().split("&", -1)) {
      asked.add(pair.substring(0, pair.indexOf('=')));
      asked.add(URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8));
    }
    return served.model(FormPage.class, URI.create(href).getPath(), asked.toArray(String[]::new));
  }

  @Test
  void nobody_is_offered_a_finding_that_they_may_not_write() {
    traffic();
    system();
    var owner = served.by(books.person("Olaf Owner", Duty.RISK_OWNER));

    assertThat(owner.model(DifferencesPage.class, "/differences").items())
        .isNotEmpty()
        .allMatch(item -> item.finding().isEmpty());
  }

  @Test
  void an_approved_assessment_gives_the_lines_of_the_bundle() {
    assessment(system(), "2026-11", "high");

    var item = served.model(BundleLinesPage.class, "/bundle-lines").items().getFirst();

    assertThat(item.state().text()).isEqualTo("The bundle is to change");
    assertThat(item.files().getFirst().text())
        .contains(
            "-     assessment: 2026-03\n+     assessment: 2026-11",
            "-     risk_class: limited\n+     risk_class: high");
    assertThat(item.leaf())
        .isEqualTo(books.book().find("assessment-1").orElseThrow().newest().leaf());
  }

  private History assumption(History assessment, String query) {
    var values =
        Map.of(
            "name", "No account numbers",
            "assessment", assessment.id(),
            "status", "relied-on",
            "procedure", "words",
            "otherwise", "words",
            "query", query,
            "owner", manager.person());
    var written = Books.done(books.book().write(manager, Edit.create("assumptions", values)));
    Books.done(books.book().propose(manager, written.id(), 1));
    return Books.done(
        books
            .book()
            .decide(
                management,
                written.id(),
                new Decision(Change.APPROVED, 1, "I approve it", "", Optional.empty())));
  }

  @Test
  void an_assumption_that_records_contradict_is_named_with_them_and_opens_a_finding() {
    traffic("2026-11-25T09:00:00Z", "2026-11-25T10:00:00Z");
    var assessment = assessment(system(), "2026-03", "limited");
    var holds = assumption(assessment, "label=health.condition verdict=permit");
    var fails = assumption(assessment, "verdict=permit");

    assertThat(beside(holds)).containsExactly("none: 0 records");
    assertThat(beside(fails)).containsExactly("there are: 2 records");
    var item =
        differences().items().stream()
            .filter(one -> one.kind().text().equals("Assumption that records contradict"))
            .toList();
    assertThat(item)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.name()).isEqualTo("assumption-2 (No account numbers) is contradicted");
          assertThat(one.found()).startsWith("2 records have it, the newest: 01");
        });
    var form = form(item.getFirst().finding().orElseThrow().href());
    assertThat(form.inputs())
        .filteredOn(input -> input.name().equals("f_origin"))
        .flatExtracting(input -> input.options())
        .filteredOn(option -> option.chosen())
        .extracting(option -> option.value())
        .containsExactly("assumption");
  }

  @Test
  void records_of_another_system_and_what_nobody_approved_contradict_nothing() {
    traffic("2026-11-25T09:00:00Z");
    var other = assessment(system("system", "sorter", "routes", "elsewhere"), "2026-03", "limited");
    var assumption = assumption(other, "verdict=permit");

    assertThat(beside(assumption)).containsExactly("none: 0 records");

    var values = new HashMap<>(assumption.newest().values());
    values.put("query", "system=support-assistant verdict=permit");
    Books.done(books.book().write(manager, Edit.edit(assumption, 1, values)));
    assertThat(beside(books.book().find(assumption.id()).orElseThrow()))
        .as("a draft is looked at on its own page")
        .containsExactly("there are: 1 record");
    assertThat(differences().items())
        .noneMatch(one -> one.kind().text().equals("Assumption that records contradict"));
  }

  @Test
  void where_records_cannot_be_counted_nothing_is_said_to_hold() {
    var assumption = assumption(assessment(system(), "2026-03", "limited"), "verdict=permit");

    assertThat(beside(assumption)).singleElement().asString().startsWith("not known: ");

    traffic("2026-11-25T09:00:00Z");
    try (var ledger = Recorded.open(data)) {
      ledger.at("2026-11-25T11:00:00Z").delivered(Recorded.Exchange.PLAIN, 1, 1);
    }
    assertThat(beside(assumption))
        .as("the index lacks the newest")
        .singleElement()
        .asString()
        .contains("does not have all of the log");
  }

  @Test
  void evidence_of_records_counts_those_of_its_period_and_says_how_to_count_them() {
    traffic("2026-11-20T09:00:00Z", "2026-11-21T23:59:59Z", "2026-11-22T00:00:00Z");
    var values =
        Map.of(
            "name", "Permitted requests",
            "kind", "query",
            "shows", "words",
            "from", "2026-11-20",
            "to", "2026-11-21",
            "collected", "2026-11-22",
            "source", "the ledger",
            "query", "/records?verdict=permit",
            "owner", manager.person());
    var evidence = Books.done(books.book().write(manager, Edit.create("evidence", values)));

    var page =
        served.model(RecordPage.class, "/registers/evidence/" + evidence.id()).aspects().stream()
            .filter(aspect -> !aspect.label().equals("Validity"))
            .toList();

    assertThat(page)
        .extracting(RecordPage.Aspect::label)
        .containsExactly("Records of its period", "Counted in", "Count it yourself");
    assertThat(page.getFirst().parts().getFirst())
        .isEqualTo(
            new probity.console.aims.page.Shown.Part(
                "2 records", "/records?verdict=permit&from=2026-11-20&until=2026-11-22"));
    assertThat(page.getLast().parts().getFirst().text())
        .isEqualTo("./probity find --verdict permit --from 2026-11-20 --until 2026-11-22");
  }

  @Test
  void the_bundle_that_assessments_ask_for_can_be_taken_and_says_it() throws IOException {
    assessment(system(), "2026-11", "high");
    assertThat(served.model(BundleLinesPage.class, "/bundle-lines").proposes()).isTrue();

    var files = new ArrayList<BundleFile>();
    try (var archive =
        new ZipInputStream(new ByteArrayInputStream(served.file("/bundle-lines/bundle.zip")))) {
      for (var one = archive.getNextEntry(); one != null; one = archive.getNextEntry()) {
        assertThat(one.getName()).startsWith("demo-1.0.2/");
        files.add(
            new BundleFile(
                one.getName().substring("demo-1.0.2/".length()),
                new String(archive.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }

    assertThat(files)
        .extracting(BundleFile::path)
        .containsExactlyInAnyOrderElementsOf(files().stream().map(BundleFile::path).toList());
    assertThat(read(files).version()).isEqualTo("1.0.2");
    assertThat(read(files).systems())
        .extracting(AiSystem::assessment, AiSystem::riskClass)
        .containsExactly(tuple("2026-11", "high"));
  }

  @Test
  void where_the_bundle_says_so_there_is_none_to_take() {
    assessment(system(), "2026-03", "limited");

    assertThat(served.model(BundleLinesPage.class, "/bundle-lines").proposes()).isFalse();
    assertThat(served.get("/bundle-lines/bundle.zip"))
        .isInstanceOfSatisfying(
            Page.Failure.class, failure -> assertThat(failure.status()).isEqualTo(404));
  }

  @Test
  void the_page_of_an_assessment_says_whether_the_bundle_says_so() {
    var system = system();
    var first = assessment(system, "2026-03", "limited");
    assertThat(beside(first)).containsExactly("says so: what revision 1 came to");

    books.later(Duration.ofMinutes(1));
    var second = assessment(system, "2026-11", "high");

    assertThat(beside(second)).containsExactly("does not say so yet: the bundle that is proposed");
    // What holds no more says nothing of the bundle.
    assertThat(beside(first)).isEmpty();
  }

  @Test
  void the_page_of_a_system_says_when_it_was_seen() {
    var system = system();
    assertThat(beside(system)).singleElement().asString().contains("has no folder `ledger`");

    traffic("2026-11-20T09:00:00Z", "2026-11-25T09:00:00Z");

    assertThat(beside(system))
        .containsExactly("first 2026-11-20 09:00 UTC, last 2026-11-25 09:00 UTC, exchanges: 2");
    assertThat(beside(system("system", "nobody", "routes", "elsewhere"))).containsExactly("never");
  }

  /// What its page shows of the gateway.
  private List<String> beside(History record) {
    String path = "/registers/" + record.register().id() + "/" + record.id();
    return served.model(RecordPage.class, path).aspects().stream()
        .map(aspect ->
            aspect.state().map(state -> state.text() + ": ").orElse("")
                + aspect.parts().getFirst().text())
        .toList();
  }

  @Test
  void records_that_cannot_be_read_are_said_and_not_taken_for_silence() {
    assessment(system(), "2026-03", "limited");

    var page = differences();

    assertThat(page.unreadable()).contains("has no folder `ledger`");
    assertThat(page.items()).isEmpty();
  }
}
