package probity.classify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.wire.Texts;

/// A set of detectors, and what they find in the texts of a body, as it is spelled or as it looks
/// ([Skeleton]). The time is linear in the bytes, and small where a look at the raw bytes shows
/// that there is nothing to find.
public final class Detectors {
  private static final List<Hinting> WRITTEN =
      List.of(new PrivateKey(), new Card(), new Iban(), new Email());

  private static final Comparator<Finding> IN_ORDER =
      Comparator.comparingInt(Finding::start)
          .thenComparing(Comparator.comparingInt(Finding::end).reversed())
          .thenComparing(Finding::label);

  /// Those that a look at the raw bytes can spare.
  private final List<Hinting> hinting;

  private final Gate gate;

  /// Those that read every text.
  private final List<Detector> others;

  private Detectors(List<Hinting> hinting, List<Detector> others) {
    this.hinting = List.copyOf(hinting);
    this.others = List.copyOf(others);
    gate = new Gate(this.hinting);
    Confusables.load();
  }

  /// Those that find `labels`, with no regions declared for numbers of telephones.
  public static Detectors of(Collection<String> labels) {
    return of(labels, PhoneRegions.UNDECLARED, OwnLabels.NONE);
  }

  /// Those that find `labels`. A label that is neither one of [Labels] nor of `own` is an error of
  /// the caller; one that models give is left to them.
  public static Detectors of(Collection<String> labels, PhoneRegions regions, OwnLabels own) {
    var unknown = new TreeSet<>(labels);
    unknown.removeAll(Labels.known());
    unknown.removeIf(Labels::isOfClassifier);
    unknown.removeAll(own.labels());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "label `" + unknown.first() + "` is not one of " + String.join(", ", Labels.known()));
    }
    var hinting = new ArrayList<>(WRITTEN);
    hinting.removeIf(each -> !labels.contains(each.kind().label()));
    if (labels.contains(Phone.KIND.label())) hinting.add(new Phone(regions));
    var others = new ArrayList<Detector>(BuiltInRules.finding(labels));
    own.finding(labels).ifPresent(others::add);
    return new Detectors(hinting, others);
  }

  /// Every label that detectors give.
  public static SortedSet<String> known() {
    var known = new TreeSet<>(BuiltInRules.labels());
    for (Hinting each : WRITTEN) known.add(each.kind().label());
    known.add(Phone.KIND.label());
    return Collections.unmodifiableSortedSet(known);
  }

  /// Name and version of each detector: `payment.card@1`.
  public List<String> versions() {
    return all().stream().flatMap(each -> each.kinds().stream()).map(Kind::id).sorted().toList();
  }

  /// What is found in JSON strings, in the order of the places.
  public List<Finding> inspect(Bytes body, List<Place> places) {
    return inspect(Texts.json(body, places));
  }

  /// What is found in texts, in the order of the places.
  public List<Finding> inspect(Texts texts) {
    var findings = new ArrayList<Finding>();
    for (int place = 0; place < texts.places().size(); place++) inspect(texts, place, findings);
    return findings;
  }

  /// What is found in one of them.
  List<Finding> inspect(Texts texts, int place) {
    var findings = new ArrayList<Finding>();
    inspect(texts, place, findings);
    return findings;
  }

  private void inspect(Texts texts, int place, List<Finding> findings) {
    int open = gate.open(texts, place);
    if (open == 0 && others.isEmpty()) return;
    String text = texts.text(place);
    boolean odd = Confusables.odd(text);
    if (odd) open |= gate.open(text);
    var asked = new ArrayList<>(others);
    for (int i = 0; i < hinting.size(); i++) {
      if ((open & 1 << i) != 0) asked.add(hinting.get(i));
    }
    if (asked.isEmpty()) return;
    int from = findings.size();
    if (odd) {
      var hold = new HoldBack(asked, Integer.MAX_VALUE);
      hold.feed(text).forEach(hit -> findings.add(hit.finding(place)));
      hold.end().forEach(hit -> findings.add(hit.finding(place)));
    } else {
      plain(asked, text, place, findings);
    }
    findings.subList(from, findings.size()).sort(IN_ORDER);
  }

  private static void plain(
      List<Detector> detectors, String text, int place, List<Finding> findings) {
    var window = Window.of(text);
    for (Detector detector : detectors) {
      detector
          .scanner(0)
          .read(
              window,
              true,
              (kind, start, end, confidence) ->
                  findings.add(
                      new Finding(kind.label(), place, start, end, kind.id(), confidence)));
    }
  }

  List<Detector> all() {
    var all = new ArrayList<Detector>(hinting);
    all.addAll(others);
    return all;
  }
}
