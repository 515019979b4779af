package probity.detect;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import probity.classify.Model;
import probity.classify.ModelFailed;

/// Finds prompt injection: in what a person writes an attempt to make the model drop its rules, in
/// tool results and documents a sentence that gives the model orders.
///
/// A person's text is judged three sentences at a time, everything else sentence by sentence and
/// beside the rest of the text. How it was made and how good it is:
/// `docs/models/minilm-injection.md`.
final class InjectionModel implements Model {
  static final String DIRECT = "injection.direct";
  static final String INDIRECT = "injection.indirect";

  /// Probabilities from which on something is found, chosen on kinds of texts that were left out of
  /// training.
  static final float DIRECT_THRESHOLD = 0.7f;

  static final float INDIRECT_THRESHOLD = 0.55f;

  private final Supplier<MiniLm> miniLm;
  private final Network direct;
  private final Network indirect;

  InjectionModel(Supplier<MiniLm> miniLm, Network direct, Network indirect) {
    this.miniLm = miniLm;
    this.direct = direct;
    this.indirect = indirect;
  }

  /// The model with the weights that come with the product.
  static InjectionModel open(Supplier<MiniLm> miniLm) {
    try (InputStream direct = resource("injection-direct.weights");
        InputStream indirect = resource("injection-indirect.weights")) {
      return new InjectionModel(
          miniLm,
          Network.read(direct, Passage.INPUTS),
          Network.read(indirect, Passage.INPUTS_WITHIN));
    } catch (IOException failed) {
      throw new ModelFailed("the model for injection does not load", failed);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = InjectionModel.class.getResourceAsStream(name);
    if (in == null) throw new FileNotFoundException("`" + name + "` is not on the class path");
    return in;
  }

  @Override
  public String id() {
    return "minilm-injection@1";
  }

  @Override
  public SortedSet<String> labels() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(DIRECT, INDIRECT)));
  }

  @Override
  public Reading read(String text, Origin origin, int pieces) {
    return switch (origin) {
      case USER -> {
        var read = Passages.of(miniLm.get(), text, Passages.TOGETHER, pieces);
        yield new Reading(direct(read.list()), read.scored(), read.pieces());
      }
      case TOOL, DOCUMENT -> {
        var read = Passages.of(miniLm.get(), text, 1, pieces);
        yield new Reading(indirect(read.list()), read.scored(), read.pieces());
      }
    };
  }

  private List<Scored> direct(List<Passage> passages) {
    var found = new ArrayList<Scored>();
    float[] input = new float[Passage.INPUTS];
    for (Passage passage : passages) {
      passage.fill(input);
      add(DIRECT, passage, direct.probability(input), DIRECT_THRESHOLD, found);
    }
    return found;
  }

  private List<Scored> indirect(List<Passage> passages) {
    var found = new ArrayList<Scored>();
    float[] input = new float[Passage.INPUTS_WITHIN];
    for (int i = 0; i < passages.size(); i++) {
      Passage.fillWithin(passages, i, input);
      add(INDIRECT, passages.get(i), indirect.probability(input), INDIRECT_THRESHOLD, found);
    }
    return found;
  }

  /// Adds what was found, and joins it with what was found just before if they overlap.
  private static void add(
      String label, Passage passage, float probability, float threshold, List<Scored> found) {
    if (probability < threshold) return;
    int confidence = Math.round(50 + 50 * (probability - threshold) / (1 - threshold));
    if (!found.isEmpty() && found.getLast().end() > passage.start()) {
      Scored before = found.removeLast();
      found.add(
          new Scored(
              label,
              before.start(),
              Math.max(before.end(), passage.end()),
              Math.max(before.confidence(), confidence)));
    } else {
      found.add(new Scored(label, passage.start(), passage.end(), confidence));
    }
  }
}
