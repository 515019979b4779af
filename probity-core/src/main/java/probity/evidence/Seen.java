package probity.evidence;

import java.util.List;
import probity.classify.Folded;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.ledger.Entry;
import probity.ledger.Json;

/// Findings as an entry lists them: those of one label, kind of place and detector folded into one
/// item that counts them and says where the first one is.
public record Seen(List<Json> items, int omitted) {
  public static final Seen NOTHING = new Seen(List.of(), 0);

  /// So that findings at the bottom of a deep body do not make an entry too large to be written.
  private static final int POINTER_MAX = 120;

  public Seen {
    items = List.copyOf(items);
  }

  public static Seen of(List<Finding> findings, List<Place> places) {
    return of(Folded.fold(places, findings));
  }

  public static Seen of(List<Folded> findings) {
    var items = findings.stream().limit(Entry.LIST_MAX).map(Seen::item).toList();
    return new Seen(items, findings.size() - items.size());
  }

  private static Json item(Folded finding) {
    return Json.object()
        .put("label", finding.label())
        .put("count", finding.count())
        .put("place", bounded(finding.pointer()))
        .put("start", finding.start())
        .put("end", finding.end())
        .put("detector", finding.detector())
        .put("confidence", finding.confidence())
        .build();
  }

  /// Of a long pointer the part that fits: it names what the place lies in.
  private static String bounded(String pointer) {
    return pointer.length() <= POINTER_MAX
        ? pointer
        : pointer.substring(0, pointer.lastIndexOf('/', POINTER_MAX));
  }
}
