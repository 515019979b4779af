package probity.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.source.Words.document;
import static probity.source.Words.index;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import probity.ledger.Checked;

class IngestTest {
  private final Words words = new Words(5);

  @Test
  void a_text_that_did_not_change_has_no_new_version() {
    String text = words.text(100);
    var before = index(document("a", text));
    var ingest = new Ingest(before, Room.HEAP);

    assertThat(ingest.add(document("a", text))).isEqualTo(Ingest.Result.UNCHANGED);
    assertThat(ingest.add(document("a", text))).isEqualTo(Ingest.Result.TWICE);

    var after = ingest.finish();
    assertThat(after.version()).isEqualTo(before.version());
    assertThat(after.catalogue().sources()).isEqualTo(before.catalogue().sources());
  }

  @Test
  void what_is_said_of_a_text_may_change_without_a_version() {
    String text = words.text(100);
    var document = document("a", text);
    var about = new Source.About("legal", "public", "CC0", "P1Y", "");
    var ingest = new Ingest(index(document), Room.HEAP);

    var result =
        ingest.add(
            new Document("a", about, document.digest(), document.fingerprints(), document.at()));

    assertThat(result).isEqualTo(Ingest.Result.DESCRIBED);
    var source = ingest.finish().catalogue().named("a").orElseThrow();
    assertThat(source.about()).isEqualTo(about);
    assertThat(source.versions()).hasSize(1);
  }

  @Test
  void the_ninth_version_takes_the_place_of_the_first() {
    var texts = new ArrayList<String>();
    var index = SourceIndex.empty();
    for (int i = 0; i < 9; i++) {
      texts.add(words.text(120));
      index = index(index, document("a", texts.get(i)));
    }

    assertThat(index.catalogue().named("a").orElseThrow().versions())
        .extracting(Source.Version::number)
        .containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(Attribution.of(index, List.of(texts.get(0))).spans()).isEmpty();
    for (int i = 1; i < 9; i++) {
      var spans = Attribution.of(index, List.of(texts.get(i))).spans();
      assertThat(spans).extracting(span -> span.version().number()).containsExactly(i + 1);
    }
  }

  @Test
  void an_index_made_in_steps_is_the_one_made_at_once() {
    var documents = new Document[20];
    for (int i = 0; i < documents.length; i++) documents[i] = document("d" + i, words.text(60));
    var atOnce = index(documents);

    var inSteps = SourceIndex.empty();
    for (Document document : documents) inSteps = index(inSteps, document);

    assertThat(inSteps.version()).isEqualTo(atOnce.version());
    assertThat(inSteps.telling()).isEqualTo(atOnce.telling());
    for (Document document : documents) {
      assertThat(inSteps.holdings(document.fingerprints().hashes()))
          .containsExactly(atOnce.holdings(document.fingerprints().hashes()));
    }
  }

  @Test
  void an_index_without_a_document_is_the_one_that_never_had_it() {
    String shared = words.text(30);
    var a = document("a", words.text(100) + shared);
    var b = document("b", shared + words.text(100));
    var c = document("c", words.text(60));
    var ingest = new Ingest(index(a, b, c), Room.HEAP);

    assertThat(ingest.remove("b"::equals)).isEqualTo(1);

    var left = ingest.finish();
    var never = index(a, c);
    assertThat(left.version()).isEqualTo(never.version());
    assertThat(left.fingerprints()).isEqualTo(never.fingerprints());
    assertThat(left.telling("a")).isEqualTo(never.telling("a")).isEqualTo(a.fingerprints().size());
    for (Document document : List.of(a, b, c)) {
      assertThat(left.holdings(document.fingerprints().hashes()))
          .containsExactly(never.holdings(document.fingerprints().hashes()));
    }
  }

  @Test
  void nothing_is_removed_that_is_not_there_or_once_others_came() {
    var ingest = new Ingest(index(document("a", words.text(60))), Room.HEAP);

    assertThat(ingest.has("a")).isTrue();
    assertThat(ingest.has("b")).isFalse();
    assertThat(ingest.remove("b"::equals)).isZero();
    ingest.add(document("b", words.text(60)));
    assertThatThrownBy(() -> ingest.remove("b"::equals)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_uri_belongs_to_one_source_until_that_one_is_removed() {
    var ingest = new Ingest(SourceIndex.empty(), Room.HEAP);
    var leave = named("leave", "https://wiki.example/a b");

    assertThat(ingest.add(leave)).isEqualTo(Ingest.Result.NEW);
    assertThat(ingest.add(named("other", "https://wiki.example/a%20b")))
        .isEqualTo(Ingest.Result.URI_TAKEN);

    var catalogue = Catalogue.read(ingest.finish().catalogue().text()).orThrow();
    assertThat(catalogue.called("https://wiki.example/a%20b#top").map(Source::id))
        .contains("leave");
    assertThat(catalogue.called("leave#top").map(Source::id)).contains("leave");
    assertThat(catalogue.called("https://wiki.example/a")).isEmpty();
    var next = new Ingest(index(leave), Room.HEAP);
    next.remove("leave"::equals);
    assertThat(next.add(named("other", "https://wiki.example/a%20b"))).isEqualTo(Ingest.Result.NEW);
  }

  private Document named(String id, String uri) {
    var document = document(id, words.text(60));
    return new Document(
        id, Words.ABOUT.named(uri), document.digest(), document.fingerprints(), document.at());
  }

  @Test
  void every_fingerprint_of_one_document_alone_is_found_and_no_other() {
    var random = new Random(19);
    for (int round = 0; round < 20; round++) {
      var common = words.text(40);
      var documents = new Document[1 + random.nextInt(30)];
      var holders = new HashMap<Long, TreeSet<Integer>>();
      for (int i = 0; i < documents.length; i++) {
        documents[i] =
            document("d" + i, words.text(40 + random.nextInt(200)) + common + words.text(40));
        for (long hash : documents[i].fingerprints().distinct()) {
          holders.computeIfAbsent(hash, _ -> new TreeSet<>()).add(i);
        }
      }

      var index = index(documents);

      for (Map.Entry<Long, TreeSet<Integer>> entry : holders.entrySet()) {
        int holding = index.holdings(new long[] {entry.getKey()})[0];
        if (entry.getValue().size() > 1) {
          assertThat(holding).isEqualTo(-1);
        } else {
          int holder = index.holdings().holder(index.holdings().start(holding));
          assertThat(Pairs.source(holder)).isEqualTo(entry.getValue().first());
        }
      }
      for (int i = 0; i < 2_000; i++) {
        assertThat(index.holdings(new long[] {random.nextLong()})[0]).isEqualTo(-1);
      }
    }
  }

  @Test
  void an_index_is_made_again_from_its_parts() {
    var parts = new EnumMap<Room.Part, MemorySegment>(Room.Part.class);
    Room kept =
        (part, bytes) -> {
          var segment = Room.HEAP.take(part, bytes);
          parts.put(part, segment);
          return segment;
        };
    String text = words.text(300);
    var ingest = new Ingest(SourceIndex.empty(), kept);
    ingest.add(document("a", text));
    ingest.add(document("b", words.text(300)));
    var made = ingest.finish();

    var catalogue = Catalogue.read(made.catalogue().text());

    assertThat(catalogue).isInstanceOf(Checked.Valid.class);
    var read = SourceIndex.of(catalogue.orThrow(), parts);
    assertThat(read.version()).isEqualTo(made.version());
    assertThat(read.telling("a")).isEqualTo(made.telling("a"));
    assertThat(Attribution.of(read, List.of(text)).spans())
        .isEqualTo(Attribution.of(made, List.of(text)).spans());
  }

  @Test
  void a_catalogue_with_a_broken_line_is_refused() {
    String text = index(document("a", words.text(60))).catalogue().text();

    assertThat(Catalogue.read(text)).isInstanceOf(Checked.Valid.class);
    assertThat(Catalogue.read(text.replace("\"id\":\"a\"", "\"id\":\"A b\"")))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(Catalogue.read(text.replace("\"window\":16", "\"window\":17")))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(Catalogue.read("")).isInstanceOf(Checked.Invalid.class);
  }
}
