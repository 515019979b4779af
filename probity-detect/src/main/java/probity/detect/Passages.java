package probity.detect;

import java.util.ArrayList;
import java.util.List;

/// Reads a text by MiniLM, some sentences at a time.
final class Passages {
  /// Sentences that are read together in what a person writes.
  static final int TOGETHER = 3;

  private Passages() {}

  /// @param scored offset before which everything was read
  /// @param pieces how many windows that comes to
  record Read(List<Passage> list, int scored, int pieces) {
    Read {
      list = List.copyOf(list);
    }
  }

  /// Reads sentences, `together` of them at once, and goes on by one less, or by one if they are
  /// read one by one; at most as many pieces of words as `windows` windows have.
  static Read of(MiniLm miniLm, String text, int together, int windows) {
    var parts = Sentences.of(text);
    var list = new ArrayList<Passage>();
    int step = Math.max(1, together - 1);
    long left = (long) windows * MiniLm.WINDOW;
    int scored = 0;
    for (int i = 0; i < parts.size(); i += step) {
      int end = parts.get(Math.min(parts.size(), i + together) - 1).end();
      int at = parts.get(i).start();
      while (at < end) {
        if (left <= 0) return new Read(list, scored, windows);
        var pieces = miniLm.cut(text, at, end, MiniLm.WINDOW);
        if (pieces.isEmpty()) break;
        // A short run costs more than its pieces.
        left -= Math.max(pieces.size(), 16);
        boolean whole = pieces.size() < MiniLm.WINDOW;
        int to = whole ? end : pieces.getLast().end();
        float[][] layers = miniLm.vectors(pieces);
        list.add(Passage.of(at, to, layers));
        at = to;
        scored = to;
      }
      if (i + together >= parts.size()) break;
    }
    long used = Math.ceilDiv((long) windows * MiniLm.WINDOW - left, MiniLm.WINDOW);
    return new Read(list, text.length(), (int) Math.min(windows, used));
  }
}
