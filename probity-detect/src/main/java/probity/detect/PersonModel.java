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

/// Finds names of persons: a small network on top of MiniLM judges every word, and words beside
/// each other that it takes for a name are one finding.
///
/// How it was made and how good it is: `docs/models/minilm-person.md`.
final class PersonModel implements Model {
  static final String LABEL = "personal.person";

  /// Probability from which on a word is a name, chosen on texts that it was not trained with.
  static final float THRESHOLD = 0.3f;

  /// Share of the threshold that a word beside a name needs to belong to it.
  private static final float BESIDE = 0.5f;

  /// Pieces of words at the end of a window that the next one reads again, so that each word is
  /// judged with some context on both sides.
  private static final int OVERLAP = 32;

  private final Supplier<MiniLm> miniLm;
  private final PersonFeatures features;
  private final Network network;
  private final float threshold;

  PersonModel(Supplier<MiniLm> miniLm, Names names, Network network, float threshold) {
    this.miniLm = miniLm;
    this.features = new PersonFeatures(names);
    this.network = network;
    this.threshold = threshold;
  }

  /// The model with the weights that come with the product.
  static PersonModel open(Supplier<MiniLm> miniLm) {
    try (InputStream names = resource("person-names.gz");
        InputStream weights = resource("person.weights")) {
      return new PersonModel(
          miniLm, Names.read(names), Network.read(weights, PersonFeatures.INPUTS), THRESHOLD);
    } catch (IOException failed) {
      throw new ModelFailed("the model for names does not load: " + failed.getMessage(), failed);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = PersonModel.class.getResourceAsStream(name);
    if (in == null) throw new FileNotFoundException("`" + name + "` is not on the class path");
    return in;
  }

  @Override
  public String id() {
    return "minilm-person@1";
  }

  @Override
  public SortedSet<String> labels() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(LABEL)));
  }

  @Override
  public Reading read(String text, Origin origin, int pieces) {
    var judged = new ArrayList<Judged>();
    int from = 0;
    int scored = 0;
    int window = 0;
    for (; window < pieces && scored < text.length(); window++) {
      var cut = miniLm.get().cut(text, from, MiniLm.WINDOW);
      if (cut.size() < MiniLm.WINDOW) {
        judge(text, cut, scored, text.length(), judged);
        scored = text.length();
      } else {
        int next = startOfWord(cut, cut.size() - OVERLAP);
        int border = startOfWord(cut, cut.size() - OVERLAP / 2);
        judge(text, cut, scored, border, judged);
        scored = border;
        from = next;
      }
    }
    return new Reading(spans(text, judged), scored, window);
  }

  private static int startOfWord(List<WordPieces.Piece> pieces, int piece) {
    int at = piece;
    while (at > 0 && pieces.get(at - 1).word() == pieces.get(at).word()) at--;
    // One word that fills the window is not read a second time.
    return at == 0 ? pieces.getLast().end() : pieces.get(at).start();
  }

  private record Judged(int start, int end, float probability) {}

  /// Judges the words that begin between two offsets.
  private void judge(
      String text, List<WordPieces.Piece> pieces, int from, int to, List<Judged> judged) {
    if (pieces.isEmpty()) return;
    float[][] layers = miniLm.get().vectors(pieces);
    var words = Words.of(pieces, layers[0], layers[1]);
    float[] input = new float[PersonFeatures.INPUTS];
    for (int i = 0; i < words.list().size(); i++) {
      var word = words.list().get(i);
      if (word.start() < from || word.start() >= to) continue;
      features.fill(text, words, i, input);
      judged.add(new Judged(word.start(), word.end(), network.probability(input)));
    }
  }

  private List<Scored> spans(String text, List<Judged> words) {
    var found = new ArrayList<Scored>();
    int from = 0;
    while (from < words.size()) {
      int to = from;
      float best = 0;
      while (to < words.size()
          && words.get(to).probability() >= BESIDE * threshold
          && (to == from || beside(text, words.get(to - 1), words.get(to)))) {
        best = Math.max(best, words.get(to).probability());
        to++;
      }
      if (best >= threshold) add(text, words.subList(from, to), best, found);
      from = Math.max(to, from + 1);
    }
    return found;
  }

  private static boolean beside(String text, Judged one, Judged other) {
    int gap = other.start() - one.end();
    return gap <= 0 || (gap == 1 && text.charAt(one.end()) == ' ');
  }

  /// Adds a name without the marks of punctuation around it.
  private void add(String text, List<Judged> words, float best, List<Scored> found) {
    int first = 0;
    int last = words.size() - 1;
    while (first <= last && !hasLetter(text, words.get(first))) first++;
    while (last >= first && !hasLetter(text, words.get(last))) last--;
    if (first > last) return;
    int confidence = Math.round(50 + 50 * (best - threshold) / (1 - threshold));
    found.add(new Scored(LABEL, words.get(first).start(), words.get(last).end(), confidence));
  }

  private static boolean hasLetter(String text, Judged word) {
    return text.substring(word.start(), word.end()).codePoints().anyMatch(Character::isLetter);
  }
}
