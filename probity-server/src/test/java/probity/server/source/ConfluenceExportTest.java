package probity.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.source.Ingest;
import probity.source.Source;
import probity.source.SourceIndex;

class ConfluenceExportTest {
  private static final Source.About ABOUT =
      new Source.About("hr", "restricted", "internal", "P3Y", "");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-26T09:00:00Z"));
  private static final String LINK = "https://wiki.example/pages/viewpage.action?pageId=";

  @TempDir private Path folder;

  private final Map<String, String> files = new LinkedHashMap<>();
  private final TakenDocuments taken = new TakenDocuments("wiki/", Optional.of(LINK), ABOUT, CLOCK);

  @Test
  void pages_become_sources_known_by_the_number_of_the_page() throws IOException {
    files.put("HR/Leave-2026_4711.html", page(text(1), "on 2026-11-01"));
    files.put("HR/815.html", page(text(2), "on 2026-11-01"));
    files.put("HR/index.html", "<p>" + text(3) + "</p>");
    files.put("HR/attachments/4711/1.pdf", "%PDF-1.7");

    var index = ingest();

    assertThat(index.catalogue().sources())
        .extracting(Source::id)
        .containsExactly("wiki/hr/leave-2026_4711.html", "wiki/hr/815.html");
    assertThat(index.catalogue().called(LINK + "4711#section").orElseThrow().id())
        .isEqualTo("wiki/hr/leave-2026_4711.html");
    assertThat(index.catalogue().called(LINK + "815")).isPresent();
    assertThat(taken.unread())
        .isEqualTo(
            Map.of(
                "HR/index.html", "is the list of pages",
                "HR/attachments/4711/1.pdf", "is no page"));
  }

  @Test
  void another_export_of_the_same_page_is_no_new_version() throws IOException {
    files.put("HR/Leave_1.html", page(text(1), "on 2026-11-01"));
    ingest();
    files.put("HR/Leave_1.html", page(text(1), "on 2026-12-01"));

    ingest();

    assertThat(taken.results()).isEqualTo(Map.of(Ingest.Result.NEW, 1, Ingest.Result.UNCHANGED, 1));
  }

  @Test
  void names_that_lead_out_of_the_export_are_not_read() throws IOException {
    files.put("../../etc/Page_1.html", page(text(1), ""));
    files.put("/root/Page_2.html", page(text(2), ""));
    files.put("HR\\..\\Page_3.html", page(text(3), ""));

    assertThat(ingest().catalogue().sources()).isEmpty();
    assertThat(taken.unread())
        .hasSize(3)
        .allSatisfy(
            (_, why) -> assertThat(why).isEqualTo("has a name that leads out of the export"));
  }

  @Test
  void what_inflates_to_more_than_is_taken_is_refused_whatever_the_file_says() throws IOException {
    files.put("HR/Bomb_1.html", " ".repeat(3_000_000));
    var export = new ConfluenceExport(zip(), taken, 2_000_000);

    assertThatThrownBy(() -> new SourcesFolder(folder).ingest(export))
        .isInstanceOf(SourcesException.class)
        .hasMessageContaining("more than 2000000 bytes");
    assertThat(Files.size(folder.resolve("export.zip"))).isLessThan(10_000);
    assertThat(new SourcesFolder(folder).load().catalogue().sources()).isEmpty();
  }

  @Test
  void a_page_over_the_bound_is_named_and_the_others_are_read() throws IOException {
    files.put("HR/Large_1.html", "x".repeat(TakenDocuments.BYTES_MAX + 1));
    files.put("HR/Small_2.html", page(text(2), ""));

    assertThat(ingest().catalogue().sources()).hasSize(1);
    assertThat(taken.unread()).isEqualTo(Map.of("HR/Large_1.html", "is larger than 64 MiB"));
  }

  @Test
  void what_is_no_zip_file_is_refused() throws IOException {
    Path file = Files.writeString(folder.resolve("export.zip"), "no zip file");

    assertThatThrownBy(() -> new SourcesFolder(folder).ingest(new ConfluenceExport(file, taken)))
        .isInstanceOf(SourcesException.class)
        .hasMessageContaining("is no zip file");
  }

  private SourceIndex ingest() throws IOException {
    return new SourcesFolder(folder).ingest(new ConfluenceExport(zip(), taken));
  }

  private Path zip() throws IOException {
    Path file = folder.resolve("export.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var each : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }

  /// As Confluence exports it: the time of the export stands in the footer.
  private static String page(String text, String exported) {
    return "<html><body><div id=\"page\"><div id=\"main\"><h1>Title</h1>"
        + "<div class=\"page-metadata\">Created by somebody "
        + exported
        + "</div><div id=\"main-content\" class=\"wiki-content group\"><p>"
        + text
        + "</p></div></div></div><div id=\"footer\" role=\"contentinfo\"><p>Document generated by"
        + " Confluence "
        + exported
        + "</p></div></body></html>";
  }

  private static String text(int seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 0; i < 800; i++) text.append((char) ('a' + random.nextInt(26)));
    return text.toString();
  }
}
