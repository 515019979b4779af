package probity.source;

import java.util.Arrays;

/// The winnowing fingerprints of a text: of each [#WINDOW] runs of [#LENGTH] letters that follow
/// each other, the one with the smallest hash.
///
/// So any run of [#CERTAIN] letters that two texts have in common leaves at least one fingerprint
/// in both. No fingerprint says where in a document it stood, and none holds text; but whoever has
/// them can ask whether a text that he has himself is among them.
public final class Fingerprints {
  /// Letters of one fingerprint.
  public static final int LENGTH = 24;

  /// Of so many neighbours one is chosen.
  public static final int WINDOW = 16;

  /// Letters in common that are always seen.
  public static final int CERTAIN = LENGTH + WINDOW - 1;

  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final long OUT = power(LENGTH);
  private static final int RING = 32;

  private final long[] hashes;
  private final int[] firsts;
  private final int[] starts;
  private final int[] ends;
  private final int letters;

  private Fingerprints(long[] hashes, int[] firsts, int[] starts, int[] ends, int letters) {
    this.hashes = hashes;
    this.firsts = firsts;
    this.starts = starts;
    this.ends = ends;
    this.letters = letters;
  }

  /// Those of a text, in the order in which they stand there.
  public static Fingerprints of(CharSequence text) {
    return new Winnowing(text).run();
  }

  public int size() {
    return hashes.length;
  }

  public long hash(int index) {
    return hashes[index];
  }

  /// Which letter of the text is its first.
  public int first(int index) {
    return firsts[index];
  }

  /// Where it begins in the text, in UTF-16 units.
  public int start(int index) {
    return starts[index];
  }

  /// Where it ends.
  public int end(int index) {
    return ends[index];
  }

  /// Letters and digits of the text.
  public int letters() {
    return letters;
  }

  /// Each hash once, rising.
  public long[] distinct() {
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    int length = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) sorted[length++] = sorted[i];
    }
    return Arrays.copyOf(sorted, length);
  }

  long[] hashes() {
    return hashes;
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) power *= BASE;
    return power;
  }

  /// Spreads the rolling value over all bits (the finaliser of MurmurHash3).
  static long mixed(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }

  /// One pass over a text. Of what lies behind, only the last [#RING] letters are kept.
  private static final class Winnowing {
    private final CharSequence text;
    private final int[] letterAt = new int[RING];
    private final int[] startAt = new int[RING];
    private final long[] hashAt = new long[RING];
    private final int[] hashStart = new int[RING];
    private final int[] hashEnd = new int[RING];

    private long[] hashes;
    private int[] firsts;
    private int[] starts;
    private int[] ends;
    private int size;

    Winnowing(CharSequence text) {
      this.text = text;
      int guess = Math.max(1, text.length() / 8);
      hashes = new long[guess];
      firsts = new int[guess];
      starts = new int[guess];
      ends = new int[guess];
    }

    Fingerprints run() {
      var source = new Letters(text);
      long rolling = 0;
      int count = 0;
      int smallest = -1;
      for (int letter = source.next(); letter >= 0; letter = source.next(), count++) {
        int slot = count & (RING - 1);
        rolling = rolling * BASE + letter + 1;
        if (count >= LENGTH) rolling -= OUT * (letterAt[(count - LENGTH) & (RING - 1)] + 1);
        letterAt[slot] = letter;
        startAt[slot] = source.start();
        int run = count - LENGTH + 1;
        if (run < 0) continue;
        hashAt[run & (RING - 1)] = mixed(rolling);
        hashStart[run & (RING - 1)] = startAt[run & (RING - 1)];
        hashEnd[run & (RING - 1)] = source.end();
        if (run < WINDOW - 1) continue;
        int now = smallest(smallest, run);
        if (now != smallest) take(now);
        smallest = now;
      }
      int runs = count - LENGTH + 1;
      if (runs > 0 && runs < WINDOW) take(rescanned(0, runs - 1));
      return new Fingerprints(
          Arrays.copyOf(hashes, size),
          Arrays.copyOf(firsts, size),
          Arrays.copyOf(starts, size),
          Arrays.copyOf(ends, size),
          count);
    }

    /// The smallest of the window that ends with `run`; of several the last.
    private int smallest(int before, int run) {
      if (before < run - WINDOW + 1) return rescanned(run - WINDOW + 1, run);
      return hashAt[run & (RING - 1)] <= hashAt[before & (RING - 1)] ? run : before;
    }

    private int rescanned(int from, int to) {
      int smallest = from;
      for (int run = from + 1; run <= to; run++) {
        if (hashAt[run & (RING - 1)] <= hashAt[smallest & (RING - 1)]) smallest = run;
      }
      return smallest;
    }

    private void take(int run) {
      if (size == hashes.length) {
        int length = size * 2;
        hashes = Arrays.copyOf(hashes, length);
        firsts = Arrays.copyOf(firsts, length);
        starts = Arrays.copyOf(starts, length);
        ends = Arrays.copyOf(ends, length);
      }
      // Chosen are the smallest of their neighbours; mixed again they are spread over all numbers,
      // on which the table of an index relies.
      hashes[size] = mixed(hashAt[run & (RING - 1)] + BASE);
      firsts[size] = run;
      starts[size] = hashStart[run & (RING - 1)];
      ends[size] = hashEnd[run & (RING - 1)];
      size++;
    }
  }
}
