package probity.detect;

import java.util.Arrays;
import java.util.List;

/// A part of a text with what MiniLM says of it as a whole.
final class Passage {
  /// Numbers that [#fill] writes.
  static final int INPUTS = 4 * MiniLm.WIDTH;

  private final int start;
  private final int end;
  private final float[] meaning;
  private final float[] early;
  private final float[] late;
  private final float[] peaks;

  private Passage(int start, int end, float[] meaning, float[] early, float[] late, float[] peaks) {
    this.start = start;
    this.end = end;
    this.meaning = meaning;
    this.early = early;
    this.late = late;
    this.peaks = peaks;
  }

  /// @param layers vectors of the three layers, in the order in which they are computed
  static Passage of(int start, int end, float[][] layers) {
    float[] meaning = mean(layers[2]);
    double square = 0;
    for (float value : meaning) square += value * value;
    float scale = (float) (1 / Math.sqrt(Math.max(square, 1e-9)));
    for (int i = 0; i < meaning.length; i++) meaning[i] *= scale;
    return new Passage(start, end, meaning, mean(layers[0]), mean(layers[1]), peaks(layers[1]));
  }

  private static float[] mean(float[] vectors) {
    float[] mean = new float[MiniLm.WIDTH];
    for (int at = 0; at < vectors.length; at++) mean[at % MiniLm.WIDTH] += vectors[at];
    int count = vectors.length / MiniLm.WIDTH;
    for (int i = 0; i < mean.length; i++) mean[i] /= count;
    return mean;
  }

  private static float[] peaks(float[] vectors) {
    float[] peaks = Arrays.copyOf(vectors, MiniLm.WIDTH);
    for (int at = 0; at < vectors.length; at++) {
      int i = at % MiniLm.WIDTH;
      peaks[i] = Math.max(peaks[i], vectors[at]);
    }
    return peaks;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /// How near two passages are in what they are about, -1 to 1.
  float near(Passage other) {
    return product(other.meaning);
  }

  private float product(float[] other) {
    float sum = 0;
    for (int i = 0; i < meaning.length; i++) sum += meaning[i] * other[i];
    return sum;
  }

  void fill(float[] input) {
    for (int i = 0; i < MiniLm.WIDTH; i++) input[i] = meaning[i] * 20;
    System.arraycopy(late, 0, input, MiniLm.WIDTH, MiniLm.WIDTH);
    System.arraycopy(peaks, 0, input, 2 * MiniLm.WIDTH, MiniLm.WIDTH);
    System.arraycopy(early, 0, input, 3 * MiniLm.WIDTH, MiniLm.WIDTH);
  }

  /// Passages before and behind one that count as the text around it.
  private static final int AROUND = 16;

  /// Numbers that [#fillWithin] writes.
  static final int INPUTS_WITHIN = INPUTS + MiniLm.WIDTH + 6;

  /// What it is, what the text around it is about, and how far it is from that.
  static void fillWithin(List<Passage> text, int index, float[] input) {
    Passage passage = text.get(index);
    passage.fill(input);
    float[] rest = new float[MiniLm.WIDTH];
    float best = -1;
    int last = Math.min(text.size() - 1, index + AROUND);
    for (int i = Math.max(0, index - AROUND); i <= last; i++) {
      if (i == index) continue;
      Passage other = text.get(i);
      for (int j = 0; j < rest.length; j++) rest[j] += other.meaning[j];
      best = Math.max(best, passage.near(other));
    }
    double square = 0;
    for (float value : rest) square += value * value;
    float scale = square == 0 ? 0 : (float) (1 / Math.sqrt(square));
    for (int j = 0; j < rest.length; j++) {
      rest[j] *= scale;
      input[INPUTS + j] = rest[j] * 10;
    }
    int at = INPUTS + MiniLm.WIDTH;
    input[at] = 5 * passage.product(rest);
    input[at + 1] = index == 0 ? 0 : 5 * passage.near(text.get(index - 1));
    input[at + 2] = index + 1 == text.size() ? 0 : 5 * passage.near(text.get(index + 1));
    input[at + 3] = 5 * best;
    input[at + 4] = index == 0 ? 1 : 0;
    input[at + 5] = index + 1 == text.size() ? 1 : 0;
  }
}
