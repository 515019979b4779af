package probity.verify;

import probity.ledger.Fault;

/// One thing that is wrong with a ledger.
public record Finding(Fault fault, Place place, String detail) {
  private static final int DETAIL_MAX = 300;

  /// One line. What comes from files is cut and shown in printable ASCII, so that a hostile ledger
  /// cannot write to the reader's terminal.
  @Override
  public String toString() {
    return fault + " " + printable(place.toString()) + ": " + printable(detail);
  }

  static String printable(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length() && out.length() < DETAIL_MAX; i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x7f) out.append(c);
      else if (c == '—') out.append('-');
      else out.append("\\u%04x".formatted((int) c));
    }
    return out.length() < DETAIL_MAX ? out.toString() : out.append("...").toString();
  }
}
