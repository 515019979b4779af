package probity.source;

import java.util.Random;
import probity.ledger.Hash;

/// Made-up texts in which nothing repeats.
final class Words {
  static final Source.About ABOUT = new Source.About("hr", "restricted", "internal", "P3Y", "");

  private final Random random;

  Words(long seed) {
    this.random = new Random(seed);
  }

  String text(int words) {
    var text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      for (int letters = 2 + random.nextInt(7); letters > 0; letters--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(i % 12 == 11 ? ".\n" : " ");
    }
    return text.toString();
  }

  static Document document(String id, String text) {
    return new Document(
        id,
        ABOUT,
        Hash.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        Fingerprints.of(text),
        "2026-11-26T09:00:00.000Z");
  }

  static SourceIndex index(Document... documents) {
    return index(SourceIndex.empty(), documents);
  }

  static SourceIndex index(SourceIndex before, Document... documents) {
    var ingest = new Ingest(before, Room.HEAP);
    for (Document document : documents) ingest.add(document);
    return ingest.finish();
  }
}
