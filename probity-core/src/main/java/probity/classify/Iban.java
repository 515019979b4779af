package probity.classify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// International bank account numbers (ISO 13616): the length of their country, right check digits,
/// alone or in groups parted by one space, in upper or lower case.
final class Iban implements Hinting {
  private static final Kind KIND = new Kind("payment.iban", 2);
  private static final int CONFIDENCE = 95;

  /// Country and length, from the register of SWIFT.
  private static final Map<String, Integer> LENGTHS =
      lengths(
          """
          AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22
          CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22
          GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30
          KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20
          MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22
          RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26
          UA29 VA22 VG24 XK20 YE30
          """);

  private static Map<String, Integer> lengths(String table) {
    var lengths = new HashMap<String, Integer>();
    for (String row : table.strip().split("\\s+", -1)) {
      lengths.put(row.substring(0, 2), Integer.valueOf(row.substring(2)));
    }
    return lengths;
  }

  @Override
  public Kind kind() {
    return KIND;
  }

  @Override
  public String triggers() {
    return "0123456789";
  }

  @Override
  public boolean hint(byte[] bytes, int start, int at, int end) {
    return at - start >= 3
        && Ascii.digit(bytes[at - 1])
        && Ascii.letter(bytes[at - 2])
        && Ascii.letter(bytes[at - 3]);
  }

  @Override
  public Scanner scanner(int from) {
    return new Reader(from);
  }

  private static int length(char first, char second) {
    if (!Ascii.letter(first) || !Ascii.letter(second)) return 0;
    char[] country = {(char) Ascii.upper(first), (char) Ascii.upper(second)};
    return LENGTHS.getOrDefault(new String(country), 0);
  }

  private static final class Reader implements Scanner {
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
    public List<Kind> candidates() {
      return List.of(KIND);
    }

    @Override
    public void read(Window text, boolean last, Sink sink) {
      while (at < text.end()) {
        int end = match(text, last);
        if (end == UNDECIDED) return;
        if (end > 0) sink.found(KIND, at, end, CONFIDENCE);
        at = end > 0 ? end : at + 1;
      }
    }

    private int match(Window text, boolean last) {
      if (!Ascii.letter(text.at(at)) || text.wordBefore(at)) return NONE;
      if (at + 1 == text.end()) return last ? NONE : UNDECIDED;
      int length = length(text.at(at), text.at(at + 1));
      if (length == 0) return NONE;
      int read = 0;
      int sum = 0;
      int head = 0;
      for (int i = at; ; i++) {
        if (i == text.end()) {
          if (!last) return UNDECIDED;
          return read == length && right(sum, head) ? i : NONE;
        }
        char c = text.at(i);
        if (read == length) return !Ascii.word(c) && right(sum, head) ? i : NONE;
        if (space(c) && read >= 4 && Ascii.word(text.at(i - 1))) continue;
        boolean fits = read < 2 ? Ascii.letter(c) : read < 4 ? Ascii.digit(c) : Ascii.word(c);
        if (!fits) return NONE;
        // The first four characters count last.
        if (read < 4) head = push(head, c);
        else sum = push(sum, c);
        read++;
      }
    }

    private static boolean space(char c) {
      return c == ' ' || c == '\u00a0' || c == '\u202f';
    }

    /// Appends a character to a number, of which only the remainder by 97 is kept.
    private static int push(int number, int c) {
      if (Ascii.digit(c)) return (number * 10 + c - '0') % 97;
      return (number * 100 + Ascii.upper(c) - 'A' + 10) % 97;
    }

    private static boolean right(int sum, int head) {
      // The head is two letters and two digits, six digits in all: 10^6 mod 97 = 27.
      return (sum * 27 + head) % 97 == 1;
    }
  }
}
