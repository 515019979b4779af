package probity.source;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import probity.ledger.Hash;

/// Where the texts of a prompt came from.
///
/// @param spans in the order of the texts, then of where they begin; those of several documents may
///   overlap
/// @param letters letters and digits of all texts
/// @param attributed those that stand in a span
/// @param index the version of the index that was asked
public record Attribution(List<Span> spans, long letters, long attributed, Hash index) {
  public Attribution {
    spans = List.copyOf(spans);
  }

  public static Attribution of(SourceIndex index, List<? extends CharSequence> texts) {
    var spans = new ArrayList<Span>();
    long letters = 0;
    long attributed = 0;
    for (int text = 0; text < texts.size(); text++) {
      var prints = Fingerprints.of(texts.get(text));
      var found = Matching.of(index, text, prints);
      letters += prints.letters();
      attributed += covered(found);
      spans.addAll(found);
    }
    return new Attribution(spans, letters, attributed, index.version());
  }

  private static int covered(List<Span> spans) {
    var covered = new BitSet();
    for (Span span : spans) covered.set(span.first(), span.last() + 1);
    return covered.cardinality();
  }

  /// How many of a hundred letters and digits stand in no known document, rounded up, so that 0
  /// means none.
  public int unattributedPercent() {
    return letters == 0 ? 0 : (int) ((100 * (letters - attributed) + letters - 1) / letters);
  }
}
