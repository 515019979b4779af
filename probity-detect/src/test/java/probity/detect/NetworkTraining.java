package probity.detect;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Trains a [Network] by Adam, one batch after the other, on one thread, so that the same examples
/// and the same seed give the same weights.
final class NetworkTraining {
  /// What the network should say of an input.
  static final class Example {
    private final float[] input;
    private final boolean truth;

    Example(float[] input, boolean truth) {
      this.input = input;
      this.truth = truth;
    }
  }

  /// @param members networks that are trained from different seeds and whose mean is the result
  /// @param hidden units of each
  /// @param dropped share of inputs and of hidden units that are left out at random at each step
  /// @param decay share of every weight that is taken away at each step, times the rate
  record Settings(
      int members, int hidden, int epochs, float rate, float dropped, float decay, long seed) {}

  private static final int BATCH = 64;

  private final Settings settings;
  private final int inputs;
  private final int hidden;
  private final float[] first;
  private final float[] second;
  private final RandomGenerator random;

  private NetworkTraining(int inputs, Settings settings, long seed) {
    this.settings = settings;
    this.inputs = inputs;
    this.hidden = settings.hidden();
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    first = new float[(inputs + 1) * hidden];
    second = new float[hidden + 1];
    for (int i = 0; i < inputs * hidden; i++) {
      first[i] = (float) (random.nextGaussian() * Math.sqrt(1.0 / inputs));
    }
    for (int i = 0; i < hidden; i++) {
      second[i] = (float) (random.nextGaussian() * Math.sqrt(1.0 / hidden));
    }
  }

  /// Trains the members one after the other, and makes one network of them.
  static Network train(int inputs, Settings settings, List<Example> examples) {
    int members = settings.members();
    int hidden = settings.hidden();
    int wide = members * hidden;
    float[] first = new float[(inputs + 1) * wide];
    float[] second = new float[wide + 1];
    for (int member = 0; member < members; member++) {
      var training = new NetworkTraining(inputs, settings, settings.seed() + member);
      training.run(examples);
      for (int i = 0; i <= inputs; i++) {
        System.arraycopy(training.first, i * hidden, first, i * wide + member * hidden, hidden);
      }
      for (int j = 0; j < hidden; j++) {
        second[member * hidden + j] = training.second[j] / members;
      }
      second[wide] += training.second[hidden] / members;
    }
    return new Network(inputs, wide, first, second);
  }

  private void run(List<Example> examples) {
    int[] order = new int[examples.size()];
    Arrays.setAll(order, i -> i);
    var firstAdam = new Adam(first.length);
    var secondAdam = new Adam(second.length);
    float[] firstGradient = new float[first.length];
    float[] secondGradient = new float[second.length];
    int steps = settings.epochs() * ((order.length + BATCH - 1) / BATCH);
    int step = 0;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
      for (int from = 0; from < order.length; from += BATCH) {
        int to = Math.min(order.length, from + BATCH);
        Arrays.fill(firstGradient, 0);
        Arrays.fill(secondGradient, 0);
        for (int i = from; i < to; i++) {
          backward(examples.get(order[i]), firstGradient, secondGradient, 1f / (to - from));
        }
        float rate = settings.rate() * (1 - (float) step / steps);
        step++;
        firstAdam.step(first, firstGradient, rate, settings.decay());
        secondAdam.step(second, secondGradient, rate, settings.decay());
      }
    }
  }

  private void backward(
      Example example, float[] firstGradient, float[] secondGradient, float share) {
    float[] input = example.input;
    float keep = 1 - settings.dropped();
    float[] seen = new float[inputs];
    for (int i = 0; i < inputs; i++) {
      seen[i] = random.nextFloat() < keep ? input[i] / keep : 0;
    }
    float[] sums = new float[hidden];
    System.arraycopy(first, inputs * hidden, sums, 0, hidden);
    for (int i = 0; i < inputs; i++) {
      float value = seen[i];
      if (value == 0) continue;
      int row = i * hidden;
      for (int j = 0; j < hidden; j++) sums[j] += value * first[row + j];
    }
    float sum = second[hidden];
    for (int j = 0; j < hidden; j++) {
      sums[j] = sums[j] > 0 && random.nextFloat() < keep ? sums[j] / keep : 0;
      sum += sums[j] * second[j];
    }
    float probability = (float) (1 / (1 + StrictMath.exp(-sum)));
    float delta = (probability - (example.truth ? 1 : 0)) * share;
    float[] deltas = new float[hidden];
    for (int j = 0; j < hidden; j++) {
      deltas[j] = sums[j] > 0 ? delta * second[j] / keep : 0;
      secondGradient[j] += delta * sums[j];
      firstGradient[inputs * hidden + j] += deltas[j];
    }
    secondGradient[hidden] += delta;
    for (int i = 0; i < inputs; i++) {
      float value = seen[i];
      if (value == 0) continue;
      int row = i * hidden;
      for (int j = 0; j < hidden; j++) firstGradient[row + j] += value * deltas[j];
    }
  }

  /// Adam with decoupled decay of weights.
  private static final class Adam {
    private static final float MOMENTUM = 0.9f;
    private static final float SCALE = 0.999f;

    private final float[] mean;
    private final float[] square;
    private int steps;

    Adam(int weights) {
      mean = new float[weights];
      square = new float[weights];
    }

    void step(float[] weights, float[] gradient, float rate, float decay) {
      steps++;
      float meanRest = (float) (1 - StrictMath.pow(MOMENTUM, steps));
      float squareRest = (float) (1 - StrictMath.pow(SCALE, steps));
      for (int i = 0; i < weights.length; i++) {
        float g = gradient[i];
        mean[i] = MOMENTUM * mean[i] + (1 - MOMENTUM) * g;
        square[i] = SCALE * square[i] + (1 - SCALE) * g * g;
        float change = mean[i] / meanRest / ((float) Math.sqrt(square[i] / squareRest) + 1e-8f);
        weights[i] -= rate * (change + decay * weights[i]);
      }
    }
  }
}
