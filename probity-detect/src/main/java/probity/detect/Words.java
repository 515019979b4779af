package probity.detect;

import java.util.ArrayList;
import java.util.List;

/// The words of a part of a text, with their vectors of two layers, one after the other.
final class Words {
  /// A word's place in the text.
  record Word(int start, int end) {}

  private final List<Word> list;
  private final float[] early;
  private final float[] late;

  private Words(List<Word> list, float[] early, float[] late) {
    this.list = list;
    this.early = early;
    this.late = late;
  }

  /// Joins the pieces of each word, whose vector is the mean of theirs.
  static Words of(List<WordPieces.Piece> pieces, float[] early, float[] late) {
    var list = new ArrayList<Word>();
    int count = pieces.isEmpty() ? 0 : pieces.getLast().word() + 1;
    float[] earlyMeans = new float[count * MiniLm.WIDTH];
    float[] lateMeans = new float[count * MiniLm.WIDTH];
    int from = 0;
    while (from < pieces.size()) {
      int to = from + 1;
      while (to < pieces.size() && pieces.get(to).word() == pieces.get(from).word()) to++;
      mean(early, from, to, earlyMeans, list.size() * MiniLm.WIDTH);
      mean(late, from, to, lateMeans, list.size() * MiniLm.WIDTH);
      list.add(new Word(pieces.get(from).start(), pieces.get(to - 1).end()));
      from = to;
    }
    return new Words(List.copyOf(list), earlyMeans, lateMeans);
  }

  private static void mean(float[] vectors, int from, int to, float[] result, int at) {
    for (int i = 0; i < MiniLm.WIDTH; i++) {
      float sum = 0;
      for (int piece = from; piece < to; piece++) sum += vectors[piece * MiniLm.WIDTH + i];
      result[at + i] = sum / (to - from);
    }
  }

  List<Word> list() {
    return list;
  }

  float[] early() {
    return early;
  }

  float[] late() {
    return late;
  }
}
