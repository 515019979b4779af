package probity.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.ledger.Entry;
import probity.ledger.Json;

/// Findings as an entry lists them: those of one label, kind of place and detector folded into one
/// item that counts them and says where the first one is.
public record Seen(List<Json> items, int omitted) {
  public static final Seen NOTHING = new Seen(List.of(), 0);

  public Seen {
    items = List.copyOf(items);
  }

  public static Seen of(List<Finding> findings, List<Place> places) {
    record Group(String label, Place.Kind kind, String detector) {}
    var first = new LinkedHashMap<Group, Finding>();
    var count = new LinkedHashMap<Group, Integer>();
    for (Finding finding : findings) {
      var group =
          new Group(finding.label(), places.get(finding.place()).kind(), finding.detector());
      first.putIfAbsent(group, finding);
      count.merge(group, 1, Integer::sum);
    }
    var items = new ArrayList<Json>();
    first.forEach((group, finding) -> {
      if (items.size() < Entry.LIST_MAX) {
        items.add(item(finding, places.get(finding.place()), count.getOrDefault(group, 1)));
      }
    });
    return new Seen(items, first.size() - items.size());
  }

  private static Json item(Finding finding, Place place, int count) {
    return Json.object()
        .put("label", finding.label())
        .put("count", count)
        .put("place", place.pointer())
        .put("start", finding.start())
        .put("end", finding.end())
        .put("detector", finding.detector())
        .put("confidence", finding.confidence())
        .build();
  }
}
