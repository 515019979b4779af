package probity.classify;

import java.util.List;

/// Private keys in PEM or OpenPGP armour: from the `BEGIN` line to the `END` line, or to the end of
/// the text when there is none.
final class PrivateKey implements Hinting {
  private static final Kind KIND = new Kind("credential.private-key", 2);
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String KEY = "PRIVATE KEY";
  private static final String DASHES = "-----";
  private static final int WORDS_MAX = 64;
  private static final int CONFIDENCE = 100;

  @Override
  public Kind kind() {
    return KIND;
  }

  @Override
  public String triggers() {
    return "B";
  }

  @Override
  public boolean hint(byte[] bytes, int start, int at, int end) {
    return at > start && bytes[at - 1] == '-' && at + 1 < end && bytes[at + 1] == 'E';
  }

  @Override
  public Scanner scanner(int from) {
    return new Reader(from);
  }

  private static final class Reader implements Scanner {
    private static final int OUTSIDE = -1;
    private static final int NONE = -1;
    private static final int UNDECIDED = -2;

    /// Where the key begins that `at` is in.
    private int start = OUTSIDE;

    private int at;

    Reader(int from) {
      this.at = from;
    }

    @Override
    public int alive() {
      return start == OUTSIDE ? at : start;
    }

    @Override
    public List<Kind> candidates() {
      return List.of(KIND);
    }

    @Override
    public int needs() {
      return at;
    }

    @Override
    public void read(Window text, boolean last, Sink sink) {
      while (at < text.end()) {
        if (text.at(at) != '-') {
          at++;
          continue;
        }
        int end = line(start == OUTSIDE ? BEGIN : END, text, last);
        if (end == UNDECIDED) return;
        if (end == NONE) {
          at++;
        } else if (start == OUTSIDE) {
          start = at;
          at = end;
        } else {
          sink.found(KIND, start, end, CONFIDENCE);
          start = OUTSIDE;
          at = end;
        }
      }
      if (last && start != OUTSIDE) {
        sink.found(KIND, start, at, CONFIDENCE);
        start = OUTSIDE;
      }
    }

    /// The end of the line that `at` begins with `opening`, if it is one of a private key.
    private int line(String opening, Window text, boolean last) {
      if (!text.startsWith(opening, at)) {
        return !last && text.isPrefix(opening, at) ? UNDECIDED : NONE;
      }
      int from = at + opening.length();
      int end = from;
      while (end < text.end() && end - from < WORDS_MAX && word(text.at(end))) end++;
      if (!text.startsWith(DASHES, end)) {
        return !last && end - from < WORDS_MAX && text.isPrefix(DASHES, end) ? UNDECIDED : NONE;
      }
      for (int i = from; i + KEY.length() <= end; i++) {
        if (text.startsWith(KEY, i)) return end + DASHES.length();
      }
      return NONE;
    }

    private static boolean word(char c) {
      return c == ' ' || Ascii.digit(c) || (c >= 'A' && c <= 'Z');
    }
  }
}
