package probity.server.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import probity.classify.Detectors;
import probity.classify.Model;
import probity.exchange.Finding;
import probity.server.model.LocalModels;
import probity.wire.PlainText;

/// Every detector and model that is installed, asked about single texts.
final class Everything implements AutoCloseable {
  private static final int PIECES = 10_000;

  private final Detectors detectors;
  private final LocalModels models = LocalModels.open();

  Everything(Detectors detectors) {
    this.detectors = detectors;
  }

  /// What is found, in the order of the text. Of one label, findings that overlap are one.
  List<Labelled> in(Labelled.Text text) {
    var found = new ArrayList<Labelled>();
    for (Finding each : detectors.inspect(PlainText.texts(text.text()))) {
      found.add(new Labelled(each.label(), each.start(), each.end(), each.confidence()));
    }
    for (Model model : models.list()) {
      for (Model.Scored each : model.read(text.text(), text.origin(), PIECES).found()) {
        if (each.confidence() >= Model.FOUND) {
          found.add(new Labelled(each.label(), each.start(), each.end(), each.confidence()));
        }
      }
    }
    return merged(found);
  }

  private static List<Labelled> merged(List<Labelled> found) {
    found.sort(Comparator.comparing(Labelled::label).thenComparingInt(Labelled::start));
    var merged = new ArrayList<Labelled>();
    for (Labelled each : found) {
      Labelled last = merged.isEmpty() ? each : merged.getLast();
      if (!merged.isEmpty() && last.label().equals(each.label()) && each.overlaps(last)) {
        merged.set(
            merged.size() - 1,
            new Labelled(
                last.label(),
                last.start(),
                Math.max(last.end(), each.end()),
                Math.max(last.confidence(), each.confidence())));
      } else {
        merged.add(each);
      }
    }
    merged.sort(Comparator.comparingInt(Labelled::start).thenComparing(Labelled::label));
    return merged;
  }

  @Override
  public void close() {
    models.close();
  }
}
