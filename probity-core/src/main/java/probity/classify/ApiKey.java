package probity.classify;

import java.util.Arrays;

/// Keys of well-known services, told by how they begin, and this gateway's own.
final class ApiKey implements Detector {
  private static final int CONFIDENCE = 98;

  /// Longer than any key listed; what goes on after it is another thing.
  private static final int REST_MAX = 512;

  /// How the keys of one service look.
  private static final class Form {
    private final String prefix;

    /// How many characters follow the prefix, at least.
    private final int min;

    /// What may follow besides letters and digits.
    private final String marks;

    /// What tells a key from a word that begins the same.
    private final Proof proof;

    /// Where in the prefix the character stands that triggers: the one seen least in prose.
    private final int rarest;

    Form(String prefix, int min, String marks, Proof proof) {
      this.prefix = prefix;
      this.min = min;
      this.marks = marks;
      this.proof = proof;
      this.rarest = prefix.indexOf('I') >= 0 ? prefix.indexOf('I') : prefix.length() - 1;
    }
  }

  private interface Proof {
    /// @param from the first character after the prefix
    boolean holds(Window text, int from, int end);
  }

  private static final Form[] FORMS = {
    new Form("sk-", 20, "-_", ApiKey::digit),
    new Form("AKIA", 16, "", ApiKey::sixteenCapitals),
    new Form("ASIA", 16, "", ApiKey::sixteenCapitals),
    new Form("AIza", 35, "-_", ApiKey::digit),
    new Form("ghp_", 36, "", ApiKey::any),
    new Form("gho_", 36, "", ApiKey::any),
    new Form("ghu_", 36, "", ApiKey::any),
    new Form("ghs_", 36, "", ApiKey::any),
    new Form("ghr_", 36, "", ApiKey::any),
    new Form("github_pat_", 22, "_", ApiKey::digit),
    new Form("glpat-", 20, "-_.", ApiKey::digit),
    new Form("xoxa-", 10, "-", ApiKey::digit),
    new Form("xoxb-", 10, "-", ApiKey::digit),
    new Form("xoxp-", 10, "-", ApiKey::digit),
    new Form("xoxr-", 10, "-", ApiKey::digit),
    new Form("xoxs-", 10, "-", ApiKey::digit),
    new Form("sk_live_", 16, "", ApiKey::any),
    new Form("rk_live_", 16, "", ApiKey::any),
    new Form("npm_", 36, "", ApiKey::any),
    new Form("pypi-", 50, "-_", ApiKey::digit),
    new Form("SG.", 40, "-_.", ApiKey::digit),
    new Form("hf_", 30, "", ApiKey::any),
    new Form("dop_v1_", 64, "", ApiKey::any),
    new Form("pk_", 45, "-_", ApiKey::ours)
  };

  /// The forms that each trigger belongs to.
  private static final Form[][] BY_RAREST = new Form[128][0];

  static {
    for (Form form : FORMS) {
      char rarest = form.prefix.charAt(form.rarest);
      Form[] others = BY_RAREST[rarest];
      BY_RAREST[rarest] = Arrays.copyOf(others, others.length + 1);
      BY_RAREST[rarest][others.length] = form;
    }
  }

  private static boolean any(Window text, int from, int end) {
    return true;
  }

  private static boolean digit(Window text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (Ascii.digit(text.at(i))) return true;
    }
    return false;
  }

  private static boolean sixteenCapitals(Window text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text.at(i) >= 'a') return false;
    }
    return end - from == 16;
  }

  /// `<id>_<43 characters>`.
  private static boolean ours(Window text, int from, int end) {
    for (int i = from + 1; i <= end - 44; i++) {
      if (text.at(i) == '_') return true;
    }
    return false;
  }

  @Override
  public String label() {
    return "credential.api-key";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public String triggers() {
    return "-_.I";
  }

  @Override
  public boolean hint(byte[] bytes, int start, int at, int end) {
    for (Form form : BY_RAREST[bytes[at]]) {
      int from = at - form.rarest;
      if (from >= start && from + form.prefix.length() <= end && stands(form.prefix, bytes, from)) {
        return true;
      }
    }
    return false;
  }

  private static boolean stands(String prefix, byte[] bytes, int from) {
    for (int i = 0; i < prefix.length(); i++) {
      if (bytes[from + i] != prefix.charAt(i)) return false;
    }
    return true;
  }

  @Override
  public Scanner scanner(int from) {
    return new Reader(from);
  }

  private static final class Reader implements Scanner {
    private static final String FIRST = "sAgxrnpShd";
    private static final int NONE = -1;
    private static final int UNDECIDED = -2;

    private int at;

    Reader(int from) {
      this.at = from;
    }

    @Override
    public int alive() {
      return at;
    }

    @Override
    public void read(Window text, boolean last, Sink sink) {
      while (at < text.end()) {
        boolean begins = FIRST.indexOf(text.at(at)) >= 0 && !text.wordBefore(at);
        int end = begins ? match(text, last) : NONE;
        if (end == UNDECIDED) return;
        if (end > 0) sink.found(at, end, CONFIDENCE);
        at = end > 0 ? end : at + 1;
      }
    }

    private int match(Window text, boolean last) {
      int there = text.end() - at;
      for (Form form : FORMS) {
        if (text.startsWith(form.prefix, at)) return match(form, text, last);
        if (!last && there < form.prefix.length() && text.isPrefix(form.prefix, at)) {
          return UNDECIDED;
        }
      }
      return NONE;
    }

    private int match(Form form, Window text, boolean last) {
      int from = at + form.prefix.length();
      int end = from;
      while (end < text.end() && end - from < REST_MAX && in(form, text.at(end))) end++;
      if (end == text.end() && end - from < REST_MAX && !last) return UNDECIDED;
      while (end > from && text.at(end - 1) == '.') end--;
      return end - from >= form.min && form.proof.holds(text, from, end) ? end : NONE;
    }

    private static boolean in(Form form, char c) {
      return Ascii.word(c) || form.marks.indexOf(c) >= 0;
    }
  }
}
