package probity.classify;

import java.util.List;

/// Mail addresses: a local part of at most 64 characters, `@`, and a domain of at most 253 with a
/// dot in it and letters at its end. Letters of every script count.
final class Email implements Hinting {
  private static final Kind KIND = new Kind("personal.email", 2);
  private static final int LOCAL_MAX = 64;
  private static final int DOMAIN_MAX = 253;
  private static final int CONFIDENCE = 95;

  @Override
  public Kind kind() {
    return KIND;
  }

  @Override
  public String triggers() {
    return "@";
  }

  @Override
  public boolean hint(byte[] bytes, int start, int at, int end) {
    return at > start && at + 1 < end;
  }

  @Override
  public Scanner scanner(int from) {
    return new Reader(from);
  }

  private static boolean local(char c) {
    return Character.isLetterOrDigit(c) || "._%+-'!#$&*/=?^`{|}~".indexOf(c) >= 0;
  }

  private static boolean domain(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-';
  }

  private static final class Reader implements Scanner {
    /// Where the local part begins that the character at `at` would go on with.
    private int start;

    private int at;

    Reader(int from) {
      this.start = from;
      this.at = from;
    }

    @Override
    public int alive() {
      return start;
    }

    @Override
    public List<Kind> candidates() {
      return List.of(KIND);
    }

    @Override
    public void read(Window text, boolean last, Sink sink) {
      while (at < text.end()) {
        char c = text.at(at);
        if (c == '@' && start < at) {
          int stop = at + 1;
          int limit = Math.min(text.end(), stop + DOMAIN_MAX);
          while (stop < limit && domain(text.at(stop))) stop++;
          if (stop == text.end() && stop < at + 1 + DOMAIN_MAX && !last) return;
          int end = domainEnd(text, at + 1, stop);
          int from = localStart(text);
          if (end > 0 && from < at) {
            sink.found(KIND, from, end, CONFIDENCE);
            at = end;
          } else {
            at++;
          }
          start = at;
        } else {
          at++;
          if (!local(c)) start = at;
          else if (at - start > LOCAL_MAX) start = at - LOCAL_MAX;
        }
      }
      if (last) start = at;
    }

    /// Past what no address begins with, such as quotes around it, or the rest of an escape when
    /// the text is JSON itself.
    private int localStart(Window text) {
      int from = start;
      if (text.near(from - 1) == '\\') {
        if (text.escapeBefore(from + 1)) from += 1;
        else if (text.escapeBefore(from + 5)) from += 5;
      }
      while (from < at && !Character.isLetterOrDigit(text.at(from)) && text.at(from) != '_') from++;
      return from;
    }

    /// The end of the longest domain between `from` and `stop`, or -1.
    private static int domainEnd(Window text, int from, int stop) {
      int end = -1;
      boolean dotted = false;
      int label = from;
      boolean letters = true;
      for (int i = from; ; i++) {
        char c = i < stop ? text.at(i) : '.';
        if (c == '.') {
          boolean whole = i > label && text.at(label) != '-' && text.at(i - 1) != '-';
          if (!whole) return end;
          if (dotted && letters && i - label >= 2) end = i;
          if (i == stop) return end;
          dotted = true;
          letters = true;
          label = i + 1;
        } else if (!Character.isLetter(c)) {
          letters = false;
        }
      }
    }
  }
}
