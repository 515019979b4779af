package probity.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.ledger.Hash;
import probity.source.Attribution;
import probity.source.Document;
import probity.source.Fingerprints;
import probity.source.Source;

class SourcesFolderTest {
  private static final Source.About ABOUT =
      new Source.About("hr", "restricted", "internal", "P3Y", "");

  @TempDir private Path data;

  @Test
  void what_was_ingested_is_found_after_a_start() {
    folder().ingest(ingest -> ingest.add(document("hr/a", text(1))));
    folder().ingest(ingest -> ingest.add(document("hr/b", text(2))));

    var index = folder().load();

    assertThat(told(index, text(1))).containsExactly("hr/a");
    assertThat(told(index, text(2))).containsExactly("hr/b");
    assertThat(told(index, text(3))).isEmpty();
    assertThat(folder().current().orElseThrow()).isEqualTo(index.version().hex().substring(0, 32));
  }

  @Test
  void an_index_that_is_in_use_stays_readable_while_others_are_made() {
    folder().ingest(ingest -> ingest.add(document("hr/a", text(1))));
    var index = folder().load();

    for (int i = 2; i < 6; i++) {
      var next = document("hr/" + i, text(i));
      folder().ingest(ingest -> ingest.add(next));
    }

    assertThat(told(index, text(1))).containsExactly("hr/a");
    assertThat(told(index, text(2))).isEmpty();
  }

  @Test
  void an_ingest_that_breaks_off_leaves_the_index_as_it_was() throws IOException {
    folder().ingest(ingest -> ingest.add(document("hr/a", text(1))));
    var before = folder().load().version();

    assertThatThrownBy(() ->
            folder()
                .ingest(ingest -> {
                  ingest.add(document("hr/b", text(2)));
                  throw new IOException("the disk is gone");
                }))
        .isInstanceOf(SourcesException.class);

    assertThat(folder().load().version()).isEqualTo(before);
    folder().ingest(ingest -> ingest.add(document("hr/b", text(2))));
    assertThat(told(folder().load(), text(2))).containsExactly("hr/b");
  }

  @Test
  void a_crash_before_the_index_is_named_leaves_the_one_before() throws IOException {
    folder().ingest(ingest -> ingest.add(document("hr/a", text(1))));
    String before = Files.readString(data.resolve("sources/current"));
    folder().ingest(ingest -> ingest.add(document("hr/b", text(2))));

    Files.writeString(data.resolve("sources/current"), before);

    assertThat(told(folder().load(), text(1))).containsExactly("hr/a");
    assertThat(told(folder().load(), text(2))).isEmpty();
    folder().ingest(ingest -> ingest.add(document("hr/b", text(2))));
    assertThat(told(folder().load(), text(2))).containsExactly("hr/b");
  }

  @Test
  void at_most_the_index_before_is_kept() throws IOException {
    for (int i = 1; i < 5; i++) {
      var next = document("hr/" + i, text(i));
      folder().ingest(ingest -> ingest.add(next));
    }

    try (Stream<Path> files = Files.list(data.resolve("sources"))) {
      assertThat(files.filter(Files::isDirectory)).hasSize(2);
    }
  }

  @Test
  void a_catalogue_that_somebody_changed_is_refused() throws IOException {
    folder().ingest(ingest -> ingest.add(document("hr/a", text(1))));
    Path catalogue =
        data.resolve("sources").resolve(folder().current().orElseThrow()).resolve("catalogue");

    Files.writeString(catalogue, Files.readString(catalogue).replace("restricted", "public"));

    assertThatThrownBy(() -> folder().load())
        .isInstanceOf(SourcesException.class)
        .hasMessageContaining("is not the one it is named for");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "holdings", "pairs"})
  void a_part_that_is_damaged_is_noticed_before_it_is_used(String part) throws IOException {
    folder().ingest(ingest -> ingest.add(document("hr/a", text(1))));
    Path index = data.resolve("sources").resolve(folder().current().orElseThrow());
    byte[] bytes = Files.readAllBytes(index.resolve(part));
    bytes[bytes.length / 2] ^= 1;
    Files.write(index.resolve(part), bytes);

    assertThatThrownBy(() -> folder().ingest(ingest -> ingest.add(document("hr/b", text(2)))))
        .isInstanceOf(SourcesException.class)
        .hasMessageContaining(part + "` is damaged");
    if (part.equals("pairs")) {
      // What only an ingest reads does not keep a gateway from its start.
      assertThat(told(folder().load(), text(1))).containsExactly("hr/a");
    } else {
      assertThatThrownBy(() -> folder().load()).isInstanceOf(SourcesException.class);
    }
  }

  @Test
  void pages_are_read_without_what_nobody_sees() {
    String page =
        "<html><style>p{}</style><!-- a --><p title='x'>Gr&ouml;&szlig;e &amp; &#8364;&#x41; a&lt;b</p>"
            + "<script>if (a < b) {}</script>1 < 2</html>";

    assertThat(HtmlText.of(page).strip().replaceAll("\\s+", " ")).isEqualTo("Größe & €A a<b 1 < 2");
  }

  private SourcesFolder folder() {
    return new SourcesFolder(data);
  }

  private static List<String> told(probity.source.SourceIndex index, String text) {
    return Attribution.of(index, List.of(text)).spans().stream()
        .map(span -> span.source().id())
        .toList();
  }

  private static Document document(String id, String text) {
    return new Document(
        id,
        ABOUT,
        Hash.of(text.getBytes(StandardCharsets.UTF_8)),
        Fingerprints.of(text),
        "2026-11-26T09:00:00.000Z");
  }

  private static String text(int seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 0; i < 800; i++) text.append((char) ('a' + random.nextInt(26)));
    return text.toString();
  }
}
