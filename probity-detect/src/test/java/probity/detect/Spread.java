package probity.detect;

import java.util.List;
import java.util.Locale;

/// Precision, recall and F1 of found parts of texts, where one that overlaps counts.
record Spread(int found, int right, int present, int hit) {
  static final Spread NONE = new Spread(0, 0, 0, 0);

  Spread with(List<Labelled.Span> truth, List<Labelled.Span> parts) {
    int nowRight = 0;
    for (var part : parts) {
      if (truth.stream().anyMatch(t -> t.overlaps(part.start(), part.end()))) nowRight++;
    }
    int nowHit = 0;
    for (var name : truth) {
      if (parts.stream().anyMatch(p -> p.overlaps(name.start(), name.end()))) nowHit++;
    }
    return new Spread(found + parts.size(), right + nowRight, present + truth.size(), hit + nowHit);
  }

  double precision() {
    return found == 0 ? 0 : (double) right / found;
  }

  double recall() {
    return present == 0 ? 0 : (double) hit / present;
  }

  double f1() {
    double sum = precision() + recall();
    return sum == 0 ? 0 : 2 * precision() * recall() / sum;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "P %.3f R %.3f F1 %.3f (%d names)", precision(), recall(), f1(), present);
  }
}
