package probity.server.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// How well one label was found in one set: a thing is found where a finding overlaps it, and a
/// finding is right where it overlaps a thing.
final class Measure {
  private static final double Z95 = 1.96;
  private static final int RESAMPLES = 1000;

  /// Counts of one text.
  private record Counts(int things, int found, int findings, int right) {}

  private final List<Counts> texts = new ArrayList<>();

  void add(List<Labelled> things, List<Labelled> findings) {
    int found = 0;
    for (Labelled thing : things) if (findings.stream().anyMatch(thing::overlaps)) found++;
    int right = 0;
    for (Labelled finding : findings) if (things.stream().anyMatch(finding::overlaps)) right++;
    texts.add(new Counts(things.size(), found, findings.size(), right));
  }

  /// A share, and between what it lies with 95 percent.
  record Share(double value, double low, double high) {
    /// Wilson's interval of `part` in `whole`.
    static Share of(long part, long whole) {
      if (whole == 0) return new Share(Double.NaN, Double.NaN, Double.NaN);
      double p = (double) part / whole;
      double z = Z95 * Z95 / whole;
      double middle = (p + z / 2) / (1 + z);
      double half = Z95 * Math.sqrt(p * (1 - p) / whole + z / 4 / whole) / (1 + z);
      return new Share(p, Math.max(0, middle - half), Math.min(1, middle + half));
    }
  }

  long things() {
    return texts.stream().mapToLong(Counts::things).sum();
  }

  private long found() {
    return texts.stream().mapToLong(Counts::found).sum();
  }

  private long findings() {
    return texts.stream().mapToLong(Counts::findings).sum();
  }

  private long right() {
    return texts.stream().mapToLong(Counts::right).sum();
  }

  Share precision() {
    return Share.of(right(), findings());
  }

  Share recall() {
    return Share.of(found(), things());
  }

  /// Texts without such a thing in which one was found.
  Share falseAlarms() {
    return Share.of(
        texts.stream().filter(each -> each.things == 0 && each.findings > 0).count(),
        texts.stream().filter(each -> each.things == 0).count());
  }

  /// Its interval is that of texts drawn again and again from the set, with a fixed seed.
  Share f1() {
    var random = new Random(1);
    double[] drawn = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      long things = 0;
      long found = 0;
      long findings = 0;
      long right = 0;
      for (int n = texts.size(); n > 0; n--) {
        Counts one = texts.get(random.nextInt(texts.size()));
        things += one.things;
        found += one.found;
        findings += one.findings;
        right += one.right;
      }
      drawn[i] = f1(right, findings, found, things);
    }
    Arrays.sort(drawn);
    return new Share(
        f1(right(), findings(), found(), things()),
        drawn[RESAMPLES * 25 / 1000],
        drawn[RESAMPLES * 975 / 1000 - 1]);
  }

  private static double f1(long right, long findings, long found, long things) {
    double precision = findings == 0 ? 0 : (double) right / findings;
    double recall = things == 0 ? 0 : (double) found / things;
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }
}
