package probity.console.aims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.aims.register.Act;
import probity.aims.register.Duty;
import probity.aims.register.History;
import probity.console.aims.EvidenceVisitor.Sent;
import probity.console.aims.page.EvidencePages;
import probity.console.aims.page.RecordPages;
import probity.console.aims.page.RegisterPages;
import probity.exchange.Bytes;

class EvidencePagesTest {
  private static final String NEW = "/registers/evidence/new";
  private static final String ONE = "/registers/evidence/evidence-1";
  private static final Sent REPORT = text("report.txt", "Planted Wanda tested it");

  @TempDir Path folder;
  private Books books;
  private Actor manager;
  private EvidenceVisitor visitor;

  @BeforeEach
  void begin() throws IOException {
    books = new Books(folder);
    manager = books.person("Mara Manager");
    visitor = visitor();
  }

  private EvidenceVisitor visitor() throws IOException {
    var book = books.book();
    return new EvidenceVisitor(
        manager,
        new RegisterPages(book, books.clock()),
        new RecordPages(book, books.clock()),
        new EvidencePages(book, new RecordFiles(books.files().registers()), books.clock()));
  }

  @AfterEach
  void end() {
    visitor.close();
    books.close();
  }

  private static Sent text(String name, String text) {
    return new Sent(name, "text/plain", Bytes.utf8(text));
  }

  private Map<String, String> form(String kind) {
    var form = new HashMap<String, String>();
    form.put("f_name", "Test of refusals");
    form.put("f_kind", kind);
    form.put("f_shows", "Refusals work");
    form.put("f_from", "2026-10-01");
    form.put("f_to", "2026-10-31");
    form.put("f_collected", "2026-11-02");
    form.put("f_source", "test run");
    form.put("f_owner", manager.person());
    form.put("f_controls", "A.6.2.8\nA.9.4");
    return form;
  }

  /// What a form says, by field.
  private static Map<String, String> values(Map<String, String> form) {
    var values = new HashMap<String, String>();
    form.forEach((name, text) -> values.put(name.substring("f_".length()), text));
    return values;
  }

  private History created(Sent file) {
    var answer = visitor.post(NEW, form("upload"), Optional.of(file));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(303);
    String path = answer.headers().firstValue("location").orElseThrow();
    return book().find(path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
  }

  private RegisterBook book() {
    return books.book();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void a_file_comes_back_as_it_was_and_its_record_says_which_one_it_is() throws IOException {
    var record = created(REPORT);

    assertThat(record.newest().value("file")).isEqualTo("report.txt");
    assertThat(record.newest().value("digest")).isEqualTo(FileDigest.of(REPORT.content()).text());
    assertThat(record.newest().value("uploaded")).isEqualTo("2026-11-27");
    assertThat(visitor.page(ONE)).contains("href=\"" + ONE + "/file?revision=1\">report.txt");
    books.restart();
    visitor.close();
    visitor = visitor();
    var file = visitor.get(ONE + "/file");
    assertThat(file.body()).isEqualTo(REPORT.content().array());
    assertThat(header(file, "content-type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(header(file, "content-disposition"))
        .isEqualTo("attachment; filename*=UTF-8''report.txt");
    assertThat(header(file, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(file, "content-security-policy")).contains("sandbox");
  }

  @Test
  void the_entry_commits_to_the_file_by_a_digest_that_the_disclosure_opens() {
    created(REPORT);
    var act =
        books.log().entries().stream().flatMap(one -> Act.of(one).stream()).toList().getLast();

    var held =
        books.files().registers().values(act.act()).stream()
            .filter(one -> one.field().equals("digest"))
            .findFirst()
            .flatMap(RegisterVault.Held::disclosure)
            .orElseThrow();

    assertThat(held.value()).isEqualTo(FileDigest.of(REPORT.content()).text());
    assertThat(act.withheld()).containsEntry("digest", held.digest());
    assertThat(act.body().canonical()).doesNotContain(held.value().substring(0, 64), "report");
  }

  @Test
  void nothing_of_a_file_stands_in_clear_in_ledger_or_vault() throws IOException {
    created(REPORT);
    books.close();

    try (var walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        var bytes = file + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("Planted", "Wanda", "report.txt");
      }
    }
  }

  @Test
  void what_the_vault_has_instead_of_the_file_is_not_given_out() throws IOException {
    created(REPORT);
    Path kept;
    try (var walk = Files.walk(folder.resolve("vault/files"))) {
      kept = walk.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    byte[] changed = Files.readAllBytes(kept);
    changed[changed.length - 20] ^= 1;
    Files.write(kept, changed);

    var altered = visitor.get(ONE + "/file");
    Files.delete(kept);
    var missing = visitor.get(ONE + "/file");

    assertThat(altered.statusCode()).isEqualTo(409);
    assertThat(text(altered)).contains("not the file that the ledger commits to");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(text(missing)).contains("The vault does not have this file");
  }

  @Test
  void an_edit_without_a_file_keeps_the_one_that_is_there_and_one_with_a_file_keeps_both() {
    created(REPORT);
    var again = form("upload");
    again.put("base", "1");
    again.put("f_name", "Renamed");
    assertThat(visitor.post(ONE + "/edit", again, Optional.empty()).statusCode()).isEqualTo(303);
    var second = form("upload");
    second.put("base", "2");
    var later = text("later.txt", "another");

    assertThat(visitor.post(ONE + "/edit", second, Optional.of(later)).statusCode()).isEqualTo(303);

    assertThat(visitor.get(ONE + "/file").body()).isEqualTo(later.content().array());
    assertThat(visitor.get(ONE + "/file?revision=2").body()).isEqualTo(REPORT.content().array());
    assertThat(visitor.get(ONE + "/file?revision=1").body()).isEqualTo(REPORT.content().array());
    assertThat(visitor.page(ONE + "/edit")).contains("There is `later.txt` now");
  }

  @Test
  void what_is_filled_from_a_file_cannot_be_typed_into_forms_tables_or_calls() {
    var form = form("upload");
    form.put("f_file", "made-up.txt");
    form.put("f_digest", "0".repeat(64) + " 1");
    form.put("f_uploaded", "2020-01-01");
    var values = values(form);

    var typed = visitor.post(NEW, form, Optional.empty());
    var written = book().write(manager, Edit.create("evidence", values));

    assertThat(typed.statusCode()).isEqualTo(422);
    assertThat(text(typed)).contains("`File` is needed");
    assertThat(((Written.Refused) written).sentence()).contains("cannot be typed");
    assertThat(book().records("evidence")).isEmpty();
    var record = created(REPORT);
    var changed = new HashMap<>(record.newest().values());
    changed.put("digest", "0".repeat(64) + " 1");
    assertThat(book().write(manager, Edit.edit(record, 1, changed)))
        .isInstanceOf(Written.Refused.class);
  }

  @Test
  void a_file_of_eleven_megabytes_is_refused_with_a_sentence_and_ten_are_taken() {
    var large = new Sent("large.bin", "application/octet-stream", Bytes.wrap(new byte[11 << 20]));
    var largest =
        new Sent("largest.bin", "application/octet-stream", Bytes.wrap(new byte[10 << 20]));

    var refused = visitor.post(NEW, form("upload"), Optional.of(large));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(text(refused))
        .contains(
            "a file of at most 10 MB (10485760 bytes) was expected, and it has 11534336 bytes");
    assertThat(book().records("evidence")).isEmpty();
    created(largest);
    assertThat(visitor.get(ONE + "/file").body()).hasSize(10 << 20);
  }

  @Test
  void a_file_with_another_length_than_was_said_writes_nothing() throws IOException {
    byte[] body = EvidenceVisitor.body(form("upload"), Optional.of(REPORT));

    var longer = visitor.postOfLength(NEW, body, body.length + 100);
    var shorter = visitor.postOfLength(NEW, body, body.length - 60);

    assertThat(List.of(longer, shorter)).noneMatch(line -> line.contains(" 303 "));
    assertThat(book().records("evidence")).isEmpty();
  }

  @Test
  void an_empty_file_is_refused_and_a_file_that_came_with_other_mistakes_is_asked_for_again() {
    var lacking = form("upload");
    lacking.remove("f_source");

    var empty = visitor.post(NEW, form("upload"), Optional.of(text("empty.txt", "")));
    var mistaken = visitor.post(NEW, lacking, Optional.of(REPORT));

    assertThat(text(empty)).contains("the file is empty");
    assertThat(text(mistaken)).contains("`Source` is needed", "choose the file again");
    assertThat(book().records("evidence")).isEmpty();
  }

  @Test
  void the_name_of_a_file_is_a_text_and_never_a_path() throws IOException {
    var names =
        Map.of(
            "../../../keys/master", "master",
            "C:\\\\temp\\\\plan.pdf", "plan.pdf",
            "..", "file",
            "<script>alert(1)</script>.txt", "script>.txt",
            "ü ö.txt", "ü ö.txt");
    names.forEach((sent, shown) ->
        assertThat(created(text(sent, sent)).newest().value("file")).isEqualTo(shown));

    assertThat(visitor.page("/registers/evidence")).doesNotContain("<script>alert");
    try (var walk = Files.walk(folder.resolve("vault/files"))) {
      assertThat(walk.filter(Files::isRegularFile).map(one -> one.getFileName().toString()))
          .hasSize(5)
          .allMatch(name -> name.matches("[0-9a-f]{64}"));
    }
  }

  @Test
  void no_browser_runs_what_is_in_a_file() throws IOException {
    var html = "<html><script>fetch('/sign-out')</script></html>";
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("../../evil.sh"));
      out.write(1);
    }
    byte[] pdf = "%PDF-1.7\n\u0000".getBytes(StandardCharsets.US_ASCII);
    var types =
        List.of(
            type(new Sent("page.html", "text/html", Bytes.utf8(html))),
            type(
                new Sent(
                    "image.svg",
                    "image/svg+xml",
                    Bytes.wrap(("<svg>" + html).getBytes(StandardCharsets.UTF_16)))),
            type(new Sent("all.zip", "text/html", Bytes.wrap(zip.toByteArray()))),
            type(new Sent("plan.html", "text/html", Bytes.wrap(pdf))));

    assertThat(types)
        .containsExactly(
            "text/plain;charset=utf-8",
            "application/octet-stream",
            "application/octet-stream",
            "application/pdf");
  }

  private String type(Sent file) {
    var answer = visitor.get("/registers/evidence/" + created(file).id() + "/file");
    assertThat(answer.body()).isEqualTo(file.content().array());
    assertThat(header(answer, "content-disposition")).startsWith("attachment;");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(answer, "content-security-policy")).contains("default-src 'none'", "sandbox");
    return header(answer, "content-type");
  }

  @Test
  void a_file_needs_the_token_of_the_session_and_a_duty_that_writes() throws IOException {
    var auditor = books.person("Ada Auditor", Duty.EXTERNAL_AUDITOR);
    created(REPORT);
    var book = book();
    try (var other =
        new EvidenceVisitor(
            auditor,
            new RecordPages(book, books.clock()),
            new EvidencePages(book, new RecordFiles(books.files().registers()), books.clock()))) {
      assertThat(other.post(NEW, form("upload"), Optional.of(REPORT)).statusCode()).isEqualTo(403);
      assertThat(other.get(ONE + "/file").body()).isEqualTo(REPORT.content().array());
    }
    assertThat(book.records("evidence")).hasSize(1);
  }

  @Test
  void what_replaces_evidence_begins_like_it_and_both_stay_with_the_old_marked() {
    created(REPORT);

    var blank = visitor.page(NEW + "?like=evidence-1&replaces=evidence-1");
    var form = form("upload");
    form.put("f_name", "Test of refusals in November");
    form.put("f_replaces", "evidence-1");
    visitor.post(NEW, form, Optional.of(text("november.txt", "later")));

    assertThat(blank)
        .contains("value=\"Test of refusals\"", "42001:A.6.2.8")
        .contains("name=\"f_replaces\" value=\"evidence-1\" checked")
        .doesNotContain("2026-10-01", "report.txt");
    assertThat(visitor.page(ONE)).contains("Replaced", "Test of refusals in November");
    assertThat(visitor.page("/registers/evidence/evidence-2")).contains("Fresh");
    assertThat(visitor.get(ONE + "/file").body()).isEqualTo(REPORT.content().array());
  }

  @Test
  void the_list_and_the_controls_say_how_evidence_stands_today() {
    link("old", "2024-01-01", "2024-12-31", "");
    link("soon", "2026-01-01", "2026-11-30", "2026-12-05");
    link("fresh", "2026-09-01", "2026-10-31", "");
    link("later", "2026-12-01", "2026-12-31", "");

    var list = visitor.page("/registers/evidence");
    var controls = visitor.page("/evidence/controls");

    assertThat(list).contains("Expired", "Due soon", "Fresh", "Not yet valid");
    assertThat(controls)
        .contains("1 of 38 controls", "A.6.2.8", "counts until 2026-12-05", "No evidence")
        .contains("counts until 2027-04-30");
    assertThat(controls.split("<th scope=\"row\">", -1)).hasSize(39);
    assertThat(visitor.page("/registers/evidence?at=2026-11-26")).contains("There is no record");
  }

  private void link(String name, String from, String to, String until) {
    var values = values(form("link"));
    values.put("name", name);
    values.put("from", from);
    values.put("to", to);
    values.put("valid_until", until);
    values.put("controls", "A.6.2.8");
    values.put("address", "https://example.org/" + name);
    Books.done(book().write(manager, Edit.create("evidence", values)));
  }

  @Test
  void a_decision_of_the_gateway_is_named_by_its_id_and_leads_there() {
    var form = form("entry");
    form.put("f_entry", "01k0000000000000000000000a");

    assertThat(visitor.post(NEW, form, Optional.empty()).statusCode()).isEqualTo(303);

    assertThat(visitor.page(ONE))
        .contains("href=\"/records/01K0000000000000000000000A\"")
        .doesNotContain("/file?");
    assertThat(visitor.get(ONE + "/file").statusCode()).isEqualTo(404);
  }
}
